"""The watch: alarms with their telephone script, the hand-over of a shift, the roster, contact log and figures."""

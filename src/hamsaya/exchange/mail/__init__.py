"""What changed, by e-mail to the posts that asked for it: titles only, and only what that post may read."""

// Verify reads checkpoint, public key, tree and proofs as JSON from standard input and checks them with Go's own
// golang.org/x/mod/sumdb/note and tlog. It prints "ok" or the first thing that is wrong.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	Note      string
	Vkey      string
	Index     int64
	Entry     string
	Inclusion []string
	OldSize   int64
	OldRoot   string
	Prefix    []string
}

func hash(text string) (h tlog.Hash) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != len(h) {
		fail("hash", err)
	}
	copy(h[:], raw)
	return h
}

func hashes(texts []string) (all []tlog.Hash) {
	for _, text := range texts {
		all = append(all, hash(text))
	}
	return all
}

func fail(what string, err error) {
	fmt.Println(what, err)
	os.Exit(1)
}

func main() {
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		fail("input", err)
	}
	verifier, err := note.NewVerifier(in.Vkey)
	if err != nil {
		fail("vkey", err)
	}
	opened, err := note.Open([]byte(in.Note), note.VerifierList(verifier))
	if err != nil {
		fail("note", err)
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("size", err)
	}
	root := hash(lines[2])
	leaf := tlog.RecordHash([]byte(in.Entry))
	if err := tlog.CheckRecord(tlog.RecordProof(hashes(in.Inclusion)), size, root, in.Index, leaf); err != nil {
		fail("inclusion", err)
	}
	if err := tlog.CheckTree(tlog.TreeProof(hashes(in.Prefix)), size, root, in.OldSize, hash(in.OldRoot)); err != nil {
		fail("consistency", err)
	}
	fmt.Println("ok")
}

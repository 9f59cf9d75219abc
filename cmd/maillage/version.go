package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

func (versionCommand) Run(term terminal) error { //nolint:unparam // kong runs what may fail
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	writeVersion(term.out, info)
	return nil
}

// writeVersion prints "maillage v1.2.3 (0123456789ab, 2026-01-31) go1.26 linux/amd64",
// what is not known left out.
func writeVersion(w io.Writer, info *debug.BuildInfo) {
	version := info.Main.Version
	if version == "" {
		version = "(devel)"
	}
	settings := settingsOf(info)
	fmt.Fprintf(w, "maillage %s", version)
	if revision := settings["vcs.revision"]; len(revision) >= 12 {
		fmt.Fprintf(w, " (%s", revision[:12])
		if date := settings["vcs.time"]; len(date) >= 10 {
			fmt.Fprintf(w, ", %s", date[:10])
		}
		if settings["vcs.modified"] == "true" {
			fmt.Fprint(w, ", modified")
		}
		fmt.Fprint(w, ")")
	}
	fmt.Fprintf(w, " %s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func settingsOf(info *debug.BuildInfo) map[string]string {
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	return settings
}

// buildID returns a text that two programs share only if they answer alike: the
// revision they were built from or, where that does not tell, a hash of the
// program itself.
func buildID() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		if id, ok := releaseID(info); ok {
			return id
		}
	}
	if id, err := programHash(); err == nil {
		return id
	}
	return rand.Text() // no answer of another process is taken for one of this
}

// releaseID returns what a build was made from. It reports false if that is not
// known for sure.
func releaseID(info *debug.BuildInfo) (string, bool) {
	settings := settingsOf(info)
	revision := settings["vcs.revision"]
	return revision + " " + info.GoVersion, revision != "" && settings["vcs.modified"] == "false"
}

func programHash() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

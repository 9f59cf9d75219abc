package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

func (versionCommand) Run(term terminal) error {
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
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
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

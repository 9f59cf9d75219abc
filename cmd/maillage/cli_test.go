package main

import (
	"bytes"
	"context"
	"errors"
	"net"
	"runtime/debug"
	"strings"
	"testing"
)

func TestInterruptedCommandFails(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, command := range [][]string{{"editions"}, {"migrate"}, {"import", "x.csv"}} {
		var out, errs bytes.Buffer
		noTwins := func(string) (string, bool) { return "", false }
		if status := run(ctx, command, noTwins, &out, &errs); status != statusFailure {
			t.Errorf("%v: status %d", command, status)
		}
		if strings.Count(errs.String(), "\n") != 1 || out.Len() > 0 {
			t.Errorf("%v: want one sentence, got %q and %q", command, errs.String(), out.String())
		}
	}
}

func TestComplaintsAreOneLine(t *testing.T) {
	var b bytes.Buffer
	complain(&b, errors.Join(errors.New("first\r\n\tpart"), errors.New("second")))
	if got := b.String(); got != "maillage: first part second\n" {
		t.Errorf("got %q", got)
	}
}

func TestProgressShowsOnlyWhatChanges(t *testing.T) {
	var b bytes.Buffer
	p := &progress{w: &b}
	for _, read := range []int64{0, 1, 5, 500, 1000} {
		p.show("liste.csv", read, 1000)
	}
	p.show("empty.csv", 0, 0)
	p.clear()
	const line = "\r\x1b[K"
	if want := line + "liste.csv   0 %" + line + "liste.csv  50 %" + line + "liste.csv 100 %" + line + "empty.csv   0 %" + line; b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
	b.Reset()
	(&progress{w: &b}).clear()
	if b.Len() > 0 {
		t.Errorf("nothing was shown, yet %q is cleared", b.String())
	}
	if newProgress(&b) != nil {
		t.Error("a file is taken for a terminal")
	}
}

func TestVersion(t *testing.T) {
	stamped := &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.time", Value: "2026-01-31T10:00:00Z"}, {Key: "vcs.modified", Value: "true"},
	}}
	for want, info := range map[string]*debug.BuildInfo{
		"maillage v1.2.3 (0123456789ab, 2026-01-31, modified) go": stamped,
		"maillage (devel) go": {},
	} {
		var b bytes.Buffer
		writeVersion(&b, info)
		if !strings.HasPrefix(b.String(), want) {
			t.Errorf("got %q, want %q…", b.String(), want)
		}
	}
}

func TestReachable(t *testing.T) {
	for want, addr := range map[string]*net.TCPAddr{
		"127.0.0.1:8080": {IP: net.IPv4(127, 0, 0, 1), Port: 8080},
		"[::1]:8080":     {IP: net.IPv6loopback, Port: 8080},
		"localhost:8080": {IP: net.IPv4zero, Port: 8080},
		"localhost:80":   {IP: net.IPv6unspecified, Port: 80},
	} {
		if got := reachable(addr); got != want {
			t.Errorf("%v is shown as %s, want %s", addr, got, want)
		}
	}
}

// Two builds that may answer otherwise have different ids.
func TestReleaseID(t *testing.T) {
	build := func(revision, modified, goVersion string) *debug.BuildInfo {
		return &debug.BuildInfo{GoVersion: goVersion, Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: revision}, {Key: "vcs.modified", Value: modified},
		}}
	}
	release, ok := releaseID(build("0123", "false", "go1.26"))
	if !ok {
		t.Fatal("a release has no id")
	}
	for name, other := range map[string]*debug.BuildInfo{
		"another revision": build("0124", "false", "go1.26"), "another compiler": build("0123", "false", "go1.27"),
	} {
		if id, ok := releaseID(other); !ok || id == release {
			t.Errorf("%s has id %q, like %q", name, id, release)
		}
	}
	for name, unsure := range map[string]*debug.BuildInfo{
		"changes": build("0123", "true", "go1.26"), "no revision": build("", "false", "go1.26"), "nothing": {GoVersion: "go1.26"},
	} {
		if id, ok := releaseID(unsure); ok {
			t.Errorf("with %s the id is %q", name, id)
		}
	}
	if a, b := buildID(), buildID(); a == "" || a != b {
		t.Errorf("one program has ids %q and %q", a, b)
	}
}

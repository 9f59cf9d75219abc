package web

import (
	"bufio"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const audits = 61 // how many graphql-http 1.23.1 has

// TestAudit runs the audits of the GraphQL over HTTP specification, by those who
// keep its JavaScript reference implementation.
func TestAudit(t *testing.T) {
	dir := auditProject(t)
	server := httptest.NewServer(newBench())
	defer server.Close()
	cmd := exec.CommandContext(t.Context(), "node", "audit.mjs", server.URL+"/graphql")
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != audits {
		t.Errorf("%d audits were run, want %d", len(lines), audits)
	}
	for _, line := range lines {
		if !strings.HasPrefix(line, "ok\t") {
			t.Error(line)
		}
	}
}

// The client of those who wrote GraphQL over SSE is told of editions, and that there
// are no more.
func TestSubscriptionClient(t *testing.T) {
	dir := auditProject(t)
	p := newPublisher(t)
	cmd := exec.CommandContext(t.Context(), "node", "subscribe.mjs", p.url+"/graphql", subscribe)
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for _, step := range []struct {
		want string
		then func()
	}{
		{"connected", func() { p.publish(edition2, edition1) }},
		{dataOf(tells(edition2)), func() { p.publish(edition1) }},
		{dataOf(tells(edition1)), func() { _ = p.stop() }},
		{"", nil},
	} {
		if lines.Scan(); lines.Text() != step.want {
			t.Fatalf("it prints %q, want %q", lines.Text(), step.want)
		}
		if step.then != nil {
			step.then()
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func dataOf(event string) string {
	_, data, _ := strings.Cut(event, "data: ")
	return strings.TrimSuffix(data, "\n")
}

// auditProject returns a folder with the audits installed. Where they cannot be
// the test is skipped, but never in continuous integration.
func auditProject(t *testing.T) string {
	t.Helper()
	giveUp := t.Skipf
	if os.Getenv("CI") != "" {
		giveUp = t.Fatalf
	}
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			giveUp("the audits need Node: %v", err)
		}
	}
	dir := filepath.Join("testdata", "audit")
	// The last of what is installed by now: where it is, so are the others.
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "graphql-sse")); err == nil {
		return dir
	}
	install := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		giveUp("the audits cannot be installed: %v\n%s", err, out)
	}
	return dir
}

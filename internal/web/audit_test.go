package web

import (
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
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "graphql-http")); err == nil {
		return dir
	}
	install := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		giveUp("the audits cannot be installed: %v\n%s", err, out)
	}
	return dir
}

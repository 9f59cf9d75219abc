package main

import "testing"

// A moment belongs to the innermost function that says where.
func TestGroupOf(t *testing.T) {
	handler := []string{"maillage/internal/web.(*transport).ServeHTTP", "net/http.serverHandler.ServeHTTP", "net/http.(*conn).serve"}
	for want, stack := range map[string][]string{
		groups[0].name: {"internal/runtime/syscall/linux.Syscall6", "syscall.write", "internal/poll.(*FD).Write", "maillage/internal/web.(*gatheringConn).Write"},
		groups[1].name: append([]string{"runtime.memclrNoHeapPointers", "runtime.mallocgcSmallScanNoHeader", "runtime.mallocgc", "runtime.newobject"}, handler...),
		groups[2].name: {"runtime.mapassign_faststr", "net/textproto.(*Reader).ReadMIMEHeader", "net/http.readRequest", "net/http.(*conn).serve"},
		groups[3].name: append([]string{"crypto/sha256.Sum256"}, handler...),
		groups[4].name: append([]string{"strings.ToUpper", "maillage/internal/cog.parse", "maillage/graph/generated.(*executionContext).unmarshalNCommuneCode"}, handler...),
		groups[5].name: append([]string{"runtime.memmove", "maillage/internal/plan.(*Object[go.shape.struct {}]).Write", "maillage/graph.(*Service).Answer"}, handler...),
		scheduler:      {"runtime.findRunnable", "runtime.schedule", "runtime.park_m", "runtime.mcall"},
	} {
		if got := groupOf(stack); got != want {
			t.Errorf("%q belongs to %q, want %q", stack, got, want)
		}
	}
}

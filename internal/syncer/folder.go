package syncer

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// folderPrefix begins the names of folders of files fetched.
const folderPrefix = "maillage-sync-"

// errClaimed says that a living process uses a folder.
var errClaimed = errors.New("another process uses it")

// A folder is where a pass keeps what it fetches.
type folder struct {
	path  string
	claim io.Closer // nil where nothing can be claimed: there none is removed but by its own pass
}

// newFolder makes one, and removes those whose processes were killed. A process
// claims its own while it lives; the system lets go of a claim however a process
// ends.
func newFolder() (*folder, error) {
	sweep(os.TempDir())
	for {
		path, err := os.MkdirTemp("", folderPrefix)
		if err != nil {
			return nil, err
		}
		claimed, err := claim(path)
		if _, gone := os.Stat(path); gone == nil && !errors.Is(err, errClaimed) {
			return &folder{path, claimed}, nil
		}
		// Before it was claimed, another process has taken it for left behind.
		if claimed != nil {
			_ = claimed.Close()
		}
	}
}

// remove leaves nothing of the folder, which is claimed to the last.
func (f *folder) remove() {
	_ = os.RemoveAll(f.path)
	if f.claim != nil {
		_ = f.claim.Close()
	}
}

// sweep removes folders that nobody uses any more. What cannot be removed keeps
// nobody from fetching.
func sweep(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), folderPrefix) {
			continue
		}
		left := folder{path: filepath.Join(parent, entry.Name())}
		if left.claim, err = claim(left.path); err == nil {
			left.remove()
		}
	}
}

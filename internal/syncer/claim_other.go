//go:build !unix

package syncer

import (
	"errors"
	"io"
)

// claim would take a folder for this process.
func claim(string) (io.Closer, error) { return nil, errors.ErrUnsupported }

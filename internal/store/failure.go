package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	filesql "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// explained puts before an error what whoever wanted to write should know and do.
func explained(err error, wrote bool) error {
	switch {
	case isFull(err):
		return fmt.Errorf("the disk of the database is full, and nothing was written; make room and try again: %w", err)
	case isReadOnly(err):
		return fmt.Errorf("this database can only be read; write to its primary, or as a user who may: %w", err)
	case isLost(err) && wrote:
		return fmt.Errorf("the connection to the database was lost while it was written to; "+
			"maillage editions tells whether the edition is there: %w", err)
	case isLost(err):
		return fmt.Errorf("the connection to the database was lost, and nothing was written; try again: %w", err)
	}
	return err
}

// isReadOnly says whether an error is that the server, or the user, does not
// write. A standby refuses to begin a transaction that may.
func isReadOnly(err error) bool {
	return pq.As(err, pqerror.ReadOnlySQLTransaction, pqerror.InsufficientPrivilege, pqerror.FeatureNotSupported) != nil
}

// isFull says whether an error is that there is no more room.
func isFull(err error) bool {
	var file *filesql.Error
	return errors.As(err, &file) && file.Code()&0xff == codes.SQLITE_FULL || pq.As(err, pqerror.DiskFull) != nil
}

// isLost says whether an error is that the server, or the way to it, is gone.
func isLost(err error) bool {
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		pq.As(err, pqerror.AdminShutdown, pqerror.CrashShutdown, pqerror.CannotConnectNow) != nil
}

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/uptrace/bun"
	filesql "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// How each engine has processes write in turn.

// writersLock is the key of the advisory lock that PostgreSQL gives to the one
// that writes: "maillage" in ASCII.
const writersLock int64 = 0x6d61696c6c616765

func (postgres) alone(ctx context.Context, db *bun.DB, writer string, work func(context.Context, bun.Tx) error) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		var mine bool
		if err := tx.NewRaw("SELECT pg_try_advisory_xact_lock(?)", writersLock).Scan(ctx, &mine); err != nil {
			return err
		}
		if !mine {
			return errBusy
		}
		// A pooler may share the connection, hence the name is that of the
		// transaction. A machine that vanishes must not keep the lock for hours.
		_, err := tx.ExecContext(ctx, "SELECT set_config('application_name', ?, true), set_config('tcp_keepalives_idle', '10', true), "+
			"set_config('tcp_keepalives_interval', '5', true), set_config('tcp_keepalives_count', '3', true)", writer)
		if err != nil {
			return err
		}
		return work(ctx, tx)
	})
}

func (postgres) holder(ctx context.Context, db *bun.DB) string {
	var holder struct {
		Name  string
		Since time.Time
	}
	// The two halves of the key, as pg_locks shows them.
	err := db.NewRaw(`SELECT application_name AS name, coalesce(xact_start, now()) AS since FROM pg_locks JOIN pg_stat_activity USING (pid)
		WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND classid::bigint = ? AND objid::bigint = ? AND objsubid = 1`, writersLock>>32, writersLock&(1<<32-1)).Scan(ctx, &holder)
	if err != nil || holder.Name == "" { // it has just ended, or this user may not see it
		return ""
	}
	return since(holder.Name, holder.Since)
}

func (s sqlite) alone(ctx context.Context, db *bun.DB, writer string, work func(context.Context, bun.Tx) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	wait := func(ctx context.Context, milliseconds int) error {
		_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", milliseconds))
		return err
	}
	if err := wait(ctx, 0); err != nil {
		return err
	}
	begun := false
	err = conn.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		begun = true
		if err := wait(ctx, sqliteBusy); err != nil {
			return err
		}
		defer s.sign(writer)()
		return work(ctx, tx)
	})
	if begun {
		return err
	}
	if busy := new(filesql.Error); errors.As(err, &busy) && busy.Code()&0xff == codes.SQLITE_BUSY {
		err = errBusy
	}
	return errors.Join(err, wait(context.WithoutCancel(ctx), sqliteBusy))
}

// sign leaves the name of the writer beside the file, and returns what takes it
// away. Only those who find the file locked read it, so that one left behind by a
// process that was killed misleads nobody; nor does it matter if it cannot be
// written.
func (s sqlite) sign(writer string) (done func()) {
	_ = os.WriteFile(s.note(), []byte(since(writer, time.Now())), 0o644)
	return func() { _ = os.Remove(s.note()) }
}

func (s sqlite) note() string { return s.path + "-writer" }

func (s sqlite) holder(context.Context, *bun.DB) string {
	name, err := os.ReadFile(s.note())
	if err != nil {
		return ""
	}
	return string(name)
}

func since(writer string, begin time.Time) string {
	return writer + " since " + begin.UTC().Format(time.RFC3339)
}

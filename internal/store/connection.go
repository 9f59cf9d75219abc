package store

import (
	"context"
	"database/sql/driver"
	"time"

	"github.com/lib/pq"
)

// A connector makes connections that end when they should. On a silent network
// lib/pq waits for ever, whatever the deadline of the context: all it does when
// the context ends is to call the server a second time and ask it to cancel, and
// while it begins or ends a transaction not even that. So each connection has a
// dialer of its own, which takes that second call for the end of the first. It
// makes no such call: no connection is used again after it, the server sees that
// one end as well, and there are poolers that the call has crash (PgBouncer 1.18).
type connector struct {
	config   pq.Config
	patience patience
}

// A patience is how long a network may be silent while somebody waits for it.
type patience struct {
	connecting, reading, writing time.Duration
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	d := &dialer{silence: c.patience.connecting}
	made, err := pq.NewConnectorConfig(c.config)
	if err != nil {
		return nil, err
	}
	made.Dialer(d)
	defer context.AfterFunc(ctx, func() { d.hurry(0) })()
	conn, err := made.Connect(ctx)
	if err != nil {
		return nil, err
	}
	d.connected()
	d.bear(c.patience.reading)
	return connection{conn.(driverConn), d, c.patience}, nil //nolint:forcetypeassert // all that lib/pq makes is
}

func (connector) Driver() driver.Driver { return new(pq.Driver) }

// driverConn is what lib/pq's connections do for database/sql.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// A connection ends soon after the context of a transaction does, and has more
// patience while it writes.
type connection struct {
	driverConn
	dialer   *dialer
	patience patience
}

func (c connection) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	t := transaction{stop: context.AfterFunc(ctx, func() { c.dialer.hurry(CancelGrace) }), connection: c}
	if !options.ReadOnly {
		c.dialer.bear(c.patience.writing)
	}
	var err error
	if t.Tx, err = c.driverConn.BeginTx(ctx, options); err != nil {
		t.end()
		return nil, err
	}
	return t, nil
}

func (c connection) IsValid() bool { return !c.dialer.spent() && c.driverConn.IsValid() }

// A transaction is one that the connection is in.
type transaction struct {
	driver.Tx
	connection connection
	stop       func() bool
}

func (t transaction) Commit() error {
	defer t.end()
	return t.Tx.Commit()
}

func (t transaction) Rollback() error {
	defer t.end()
	return t.Tx.Rollback()
}

func (t transaction) end() {
	t.stop()
	t.connection.dialer.bear(t.connection.patience.reading)
}

package store

import (
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"time"

	"github.com/lib/pq"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Limits of the connections to PostgreSQL.
const (
	postgresConnections = 8
	postgresIdle        = 2
	postgresIdleTime    = 5 * time.Minute
	postgresLifetime    = time.Hour // so that a proxy or a new primary is found
	postgresConnect     = 5 * time.Second
)

// ReadSilence is how long a server may take to send the next bytes of what is read;
// one that takes longer is away. Long tables come as they lie, so that the first
// row is there at once.
const ReadSilence = 2 * time.Second

// postgresPatience lets a statement of an import be silent while the server
// flushes its log.
var postgresPatience = patience{connecting: postgresConnect, reading: ReadSilence, writing: 30 * time.Second}

// postgres is the engine of a server that several machines may share.
type postgres struct {
	url string
}

func openPostgres(ctx context.Context, url, writer string) (*bun.DB, engine, error) {
	config, err := pq.NewConfig(url)
	if err != nil {
		// What the driver says may quote the address, password included.
		return nil, nil, AddressError("the PostgreSQL address is not understood: write " +
			"postgres://user:password@host:port/database, with %-escapes for special characters in the password")
	}
	if config.ConnectTimeout <= 0 {
		config.ConnectTimeout = postgresConnect
	}
	if config.ApplicationName == "" {
		config.ApplicationName = writer
	}
	pool := sql.OpenDB(connector{config, postgresPatience})
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresIdle)
	pool.SetConnMaxIdleTime(postgresIdleTime)
	pool.SetConnMaxLifetime(postgresLifetime)
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		where := fmt.Sprintf("the PostgreSQL database %q at %s:%d", config.Database, config.Host, config.Port)
		return nil, nil, fmt.Errorf("%s cannot be reached: %s", where, postgresReason(ctx, err))
	}
	return bun.NewDB(pool, pgdialect.New()), postgres{url}, nil
}

// postgresReason says in words why a server could not be used.
func postgresReason(ctx context.Context, err error) string {
	var (
		refusal     *pq.Error
		unread      *fs.PathError
		certificate *tls.CertificateVerificationError
		unknown     *net.DNSError
		network     *net.OpError
	)
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return "the attempt was cancelled"
	case errors.As(err, &refusal):
		return "the server answers: " + strings.TrimSuffix(refusal.Message, ".")
	case errors.Is(err, pq.ErrSSLNotSupported):
		return "the server does not speak TLS; add ?sslmode=disable to the address if the network is trusted"
	case errors.As(err, &certificate):
		return "the TLS certificate of the server is not to be trusted"
	case errors.As(err, &unread):
		return "the file " + unread.Path + " that its options name cannot be read"
	case errors.As(err, &unknown):
		return "no machine bears that name"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), ctx.Err() != nil:
		return "it does not answer"
	case errors.As(err, &network) && network.Timeout():
		return "it does not answer"
	case errors.As(err, &network) && network.Op == "dial":
		return "nothing listens there"
	}
	return "what answers there does not behave as PostgreSQL does"
}

func (postgres) collation() bun.Ident { return "C" }

// insert streams the rows by COPY, four times as fast as INSERT.
func (postgres) insert(ctx context.Context, tx bun.Tx, table string, columns []string, rows [][]any) error {
	statement, err := tx.Tx.PrepareContext(ctx, fmt.Sprintf("COPY %s (%s) FROM STDIN", quoted(table), quoted(columns...)))
	if err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := statement.ExecContext(ctx, row...); err != nil {
			_ = statement.Close()
			return err
		}
	}
	if _, err := statement.ExecContext(ctx); err != nil { // no values: the end of the stream
		_ = statement.Close()
		return err
	}
	return statement.Close()
}

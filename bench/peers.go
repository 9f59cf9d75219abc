package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"maillage/bench/peers"
	"maillage/internal/store/pgtest"
)

// peersFolder holds the scripts of the peers, below the project's root.
const peersFolder = "bench/peers"

// addPeers starts the peers with the network the product serves.
func (b *bench) addPeers(ctx context.Context, m *match, database string) error {
	if _, err := os.Stat(filepath.Join(peersFolder, "node_modules")); err != nil {
		return errors.New("the peers are not installed: make bench-peers installs them")
	}
	keeper, records, err := openEdition(ctx, database)
	if err != nil {
		return err
	}
	tables := peers.Tables(records, keeper.Served().Network())
	if err := b.addMercurius(ctx, m, tables); err != nil {
		return fmt.Errorf("%s: %w", mercurius, err)
	}
	if err := addPostGraphile(ctx, m, tables); err != nil {
		return fmt.Errorf("%s: %w", postGraphile, err)
	}
	return nil
}

func (b *bench) addMercurius(ctx context.Context, m *match, tables []peers.Table) error {
	file := filepath.Join(b.folder, "network.json")
	if err := peers.WriteJSON(file, tables); err != nil {
		return err
	}
	s, err := launchNode(ctx, "mercurius.js", file)
	if err != nil {
		return err
	}
	m.add(&contender{name: mercurius, server: s, request: asPeer(s, func(q question) string { return q.query })})
	return nil
}

func addPostGraphile(ctx context.Context, m *match, tables []peers.Table) error {
	cluster, stop, err := pgtest.Start()
	if err != nil {
		return err
	}
	m.atEnd(stop)
	address, drop, err := pgtest.NewSchema(ctx, cluster)
	if err != nil {
		return err
	}
	m.atEnd(func() {
		if err := drop(); err != nil {
			fmt.Fprintln(os.Stderr, "bench: a schema is left behind:", err)
		}
	})
	schema, pid, err := peers.Load(ctx, address, tables)
	if err != nil {
		return err
	}
	if err := toLoadCore(ctx, pid); err != nil {
		return err
	}
	s, err := launchNode(ctx, "postgraphile.js", cluster, schema)
	if err != nil {
		return err
	}
	s.helper = pid
	m.add(&contender{name: postGraphile, server: s, request: asPeer(s, func(q question) string { return q.postGraphile })})
	return nil
}

// launchNode starts one of the scripts, in production's mode, with the Node.js
// that is installed beside them: PostGraphile needs a newer one than Debian may
// have.
func launchNode(ctx context.Context, script string, arguments ...string) (*server, error) {
	node := filepath.Join(peersFolder, "node_modules", ".bin", "node")
	command := onServerCore(ctx, node, append([]string{filepath.Join(peersFolder, script)}, arguments...)...)
	command.Env = append(os.Environ(), "NODE_ENV=production", "GRAPHILE_ENV=production")
	return launch(command, wholeLine)
}

// asPeer posts a question in the server's own dialect, whose answer must have
// the content of the product's.
func asPeer(s *server, dialect func(question) string) func(context.Context, question, *request) (*request, error) {
	return func(ctx context.Context, q question, product *request) (*request, error) {
		r := post("/graphql", body(dialect(q), q.variables))
		if err := r.check(ctx, s.base); err != nil {
			return nil, err
		}
		return r, sameContent(product.expected, r.expected)
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
)

// The names of the contenders, the rows of the tables.
const (
	uncached     = "Maillage, uncached"
	cached       = "Maillage, cached"
	notModified  = "Maillage, 304"
	gqlgen       = "stock gqlgen, same data"
	netHTTP      = "net/http, same bytes"
	postGraphile = "PostGraphile 5 + PostgreSQL"
	mercurius    = "Mercurius 16 JIT, in memory"
)

// A contender is a way to have questions answered.
type contender struct {
	name   string
	server *server
	// request makes a question ready for the server, given what the product was
	// asked and answers; nil if it cannot be asked that.
	request func(ctx context.Context, q question, product *request) (*request, error)
}

// kept asks the same again and again, where the product keeps its answers: one
// that does so tells by their tags.
func kept(base string) func(context.Context, question, *request) (*request, error) {
	return func(ctx context.Context, q question, product *request) (*request, error) {
		if tagged, err := conditional(base)(ctx, q, product); tagged == nil || err != nil {
			return nil, err
		}
		r := q.post()
		r.expected = product.expected
		return r, nil
	}
}

// conditional asks with the tag of the answer at hand, where the product gives
// its answers tags.
func conditional(base string) func(context.Context, question, *request) (*request, error) {
	return func(ctx context.Context, q question, _ *request) (*request, error) {
		r, err := q.get()
		if err != nil {
			return nil, err
		}
		_, header, err := r.ask(ctx, base)
		if err != nil || header.Get("ETag") == "" {
			return nil, err
		}
		r.header.Set("If-None-Match", header.Get("ETag"))
		r.status, r.expected = http.StatusNotModified, nil
		_, _, err = r.ask(ctx, base)
		return r, err
	}
}

// launchSelf starts this program as a server of a database, which logs requests to a
// file as the product does.
func (b *bench) launchSelf(ctx context.Context, as, database string) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(b.folder, as+".log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	command := onServerCore(ctx, self, "-"+as, database)
	command.Stderr = log
	return launch(command, wholeLine)
}

// addGqlgen serves the product's data with gqlgen's own executor.
func (b *bench) addGqlgen(ctx context.Context, m *match, database string) error {
	s, err := b.launchSelf(ctx, "gqlgen", database)
	if err != nil {
		return err
	}
	m.add(&contender{name: gqlgen, server: s, request: func(ctx context.Context, q question, product *request) (*request, error) {
		r := q.postAnew()
		if err := r.check(ctx, s.base); err != nil {
			return nil, err
		}
		if !bytes.Equal(r.expected, product.expected) {
			return nil, errors.New("it answers otherwise than the product")
		}
		return r, nil
	}})
	return nil
}

// addBaseline serves the product's answers from memory, by the numbers of the
// questions.
func (b *bench) addBaseline(ctx context.Context, m *match) error {
	folder := filepath.Join(b.folder, "answers")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	paths := map[string]string{}
	for i, a := range m.asked {
		if err := os.WriteFile(filepath.Join(folder, strconv.Itoa(i)), a.requests[uncached].expected, 0o600); err != nil {
			return err
		}
		paths[a.name] = "/" + strconv.Itoa(i)
	}
	s, err := launchBaseline(ctx, folder)
	if err != nil {
		return err
	}
	m.add(&contender{name: netHTTP, server: s, request: func(_ context.Context, q question, product *request) (*request, error) {
		r := q.post()
		r.path, r.expected = paths[q.name], product.expected
		return r, nil
	}})
	return nil
}

// Bench measures the built program as its users and operators meet it: how long
// an import, a start and an answer take, and how much memory they hold. It
// prints the figures beside their targets and writes them to bench/RESULTS.md.
//
//	go build -o bin/maillage ./cmd/maillage && go run ./bench
//
// What answers take is shown beside gqlgen's own executor and a handler of
// net/http that writes the same bytes; with -peers also beside other GraphQL
// servers, which bench/peers holds, asked the same questions.
//
// Figures are medians of several runs, and what is compared is run in turn, so
// that a machine that slows down slows both. A missed target fails nothing: only
// what could not be measured does. Linux alone tells what is read here, in
// /proc.
//
// It starts what it measures and nothing else enters here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if err := command(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func command() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var b bench
	flag.StringVar(&b.program, "program", "bin/maillage", "the program to measure")
	flag.StringVar(&b.results, "results", "bench/RESULTS.md", "where to write the figures, if all could be measured")
	flag.IntVar(&b.runs, "runs", 5, "how many times to measure each thing")
	flag.DurationVar(&b.load, "load", time.Second, "how long to ask each question in each run")
	flag.BoolVar(&b.withPeers, "peers", false, "ask the peers of bench/peers the same questions, and measure nothing else")
	flag.BoolVar(&b.answersOnly, "answers", false, "measure what answers take and nothing else, and write no file")
	baseline := flag.String("baseline", "", "be the server that queries are compared with, of the answers in this folder")
	database := flag.String("gqlgen", "", "be the server that answers from this database without plans")
	product := flag.String("profiled", "", "be the product, of this database, and tell where its time goes")
	flag.Parse()
	switch {
	case *baseline != "":
		return serveBaseline(ctx, *baseline)
	case *database != "":
		return serveGqlgen(ctx, *database)
	case *product != "":
		return serveProfiled(ctx, *product)
	}
	return b.run(ctx)
}

// A bench is what to measure, and how.
type bench struct {
	program   string        // path of the built program
	results   string        // path of the file to write
	runs      int           // of each measure; the median counts
	load      time.Duration // of each question in each run
	withPeers bool          // measure the questions alone, asked of the peers too

	answersOnly bool // measure the questions alone, to see what a change is worth

	folder    string      // for files that do not outlive the bench
	files     []string    // the official ones, to import
	databases []*database // to import them into
}

func (b *bench) run(ctx context.Context) error {
	if b.runs < 1 || b.load <= 0 {
		return errors.New("-runs and -load must be positive")
	}
	part := part{title: "Speed and memory", command: "make bench"}
	if b.withPeers {
		part.title, part.command = "The same questions asked of peers", "make bench-peers"
	}
	machine, err := b.describe(ctx, part)
	if err != nil {
		return err
	}
	if b.files, err = officialFiles(); err != nil {
		return err
	}
	if b.folder, err = os.MkdirTemp("", "maillage-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.folder)
	b.databases = []*database{sqlite(b.folder)}
	measures := []measure{one(b.imports), one(b.starts), one(b.snapshots), one(b.network), b.compare, one(b.allocations)}
	if b.withPeers || b.answersOnly {
		measures = []measure{b.fill, b.compare}
		return b.measure(ctx, part, machine, measures, nil)
	}
	postgres, closePostgres, failed := postgreSQL()
	if failed == nil {
		defer closePostgres()
		b.databases = append(b.databases, postgres)
	}
	return b.measure(ctx, part, machine, measures, failed)
}

// A measure makes tables.
type measure func(context.Context) ([]table, error)

// one is a measure that makes one table.
func one(tableOf func(context.Context) (table, error)) measure {
	return func(ctx context.Context) ([]table, error) {
		t, err := tableOf(ctx)
		if err != nil {
			return nil, err
		}
		return []table{t}, nil
	}
}

// measure prints each table as soon as it is there. What cannot be measured, for
// which failed may be a reason already, does not keep the rest from being so, but
// keeps the file from being written.
func (b *bench) measure(ctx context.Context, part part, machine string, measures []measure, failed error) error {
	part.text = machine
	fmt.Print(machine)
	for _, measure := range measures {
		tables, err := measure(ctx)
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		failed = errors.Join(failed, err)
		for _, t := range tables {
			fmt.Print(t)
			part.text += t.String()
		}
	}
	if failed != nil {
		return fmt.Errorf("not all could be measured: %w", failed)
	}
	if b.answersOnly {
		return nil
	}
	return part.write(b.results)
}

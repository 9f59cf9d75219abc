// Command maillage serves the national France Services network as open data over
// GraphQL, and imports what it serves from the official files.
//
// It is the only room that knows all the others: each file is one subcommand,
// which opens what it needs, hands it on and says in one sentence what went
// wrong. Nobody may enter it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(mainStatus()) }

// mainStatus runs the command until it ends or is told to; told twice, it dies.
func mainStatus() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], os.LookupEnv, os.Stdout, os.Stderr)
}

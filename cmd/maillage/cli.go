package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"maillage/internal/web"
)

// Exit statuses.
const (
	statusOK      = 0
	statusFailure = 1 // one sentence on the error output says which
	statusUsage   = 2
)

type commands struct {
	Serve    serveCommand    `cmd:"" help:"Answer GraphQL queries over HTTP."`
	Import   importCommand   `cmd:"" help:"Publish a new edition made of official files, on the base of the one served."`
	Sync     syncCommand     `cmd:"" help:"Fetch the official files that have changed, and publish them as a new edition."`
	Check    checkCommand    `cmd:"" help:"Report what an import of official files would do, without a database."`
	Editions editionsCommand `cmd:"" help:"List the editions of a database; * marks the one served."`
	Export   exportCommand   `cmd:"" help:"Write an edition as a bundle, which import reads back: CSV and datapackage.json."`
	Rollback rollbackCommand `cmd:"" help:"Withdraw an edition from service, without deleting it, or restore one."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the tables of a database to what this version needs; serve and import do so too."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// A terminal is where a command writes: answers to out, all else to err.
type terminal struct {
	out, err io.Writer
}

var errInterrupted = errors.New("interrupted")

// run parses args, whose flags env may stand in for, runs the command they name
// until it ends or ctx does, and returns the exit status.
func run(ctx context.Context, args []string, env func(string) (string, bool), stdout, stderr io.Writer) int {
	var grammar commands
	helped := false
	parser, err := kong.New(&grammar,
		kong.Name("maillage"),
		kong.Description("The France Services network as open data over GraphQL."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.ValueFormatter(withTwin),
		kong.Vars{"answer_cache": strconv.Itoa(web.DefaultAnswerCache)},
		kong.Resolvers(environment(env)),
	)
	if err != nil {
		panic(err) // the grammar above is wrong
	}
	command, err := parser.Parse(args)
	switch {
	case helped:
		return statusOK
	case err != nil:
		complain(stderr, err)
		fmt.Fprintln(stderr, "Try maillage --help.")
		return statusUsage
	}
	command.BindTo(ctx, (*context.Context)(nil))
	err = command.Run(terminal{out: stdout, err: stderr})
	switch {
	case err == nil:
		return statusOK
	case ctx.Err() != nil: // whatever failed by it
		err = errInterrupted
	}
	complain(stderr, err)
	return statusFailure
}

// complain prints an error as one line, whatever its text holds.
func complain(w io.Writer, err error) {
	fmt.Fprintf(w, "maillage: %s\n", strings.Join(strings.Fields(err.Error()), " "))
}

// environment lets MAILLAGE_DATABASE stand in for --database, and so on for each
// flag. An empty variable is no value.
func environment(lookup func(string) (string, bool)) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if value, ok := lookup(twin(flag.Name)); ok && value != "" {
			return value, nil
		}
		return nil, nil
	})
}

// twin returns the environment variable that stands in for a flag.
func twin(flag string) string {
	return "MAILLAGE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// withTwin names that variable in the help of the flag.
func withTwin(value *kong.Value) string {
	if value.Flag == nil || value.Name == "help" {
		return value.Help
	}
	return fmt.Sprintf("%s ($%s)", value.Help, twin(value.Name))
}

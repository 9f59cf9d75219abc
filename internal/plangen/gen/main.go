// Command gen generates the executor and the plans from gqlgen.yml, in the
// folder it is run from. Flags: the fields that may fall back to the executor.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"

	"maillage/internal/plangen"
)

func main() {
	fallBack := flag.String("fall-back", "", "coordinates of the fields that need no plan, separated by commas")
	flag.Parse()
	if err := generate(strings.Split(*fallBack, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func generate(fallBack []string) error {
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		return err
	}
	plans := &plangen.Plugin{FallBack: fallBack}
	if err := api.Generate(cfg, api.AddPlugin(plans)); err != nil {
		return err
	}
	fmt.Printf("%d fields are planned, %d fall back to the executor\n", plans.Planned, len(plans.Unplanned))
	for _, coordinate := range plans.Unplanned {
		fmt.Println("falls back:", coordinate)
	}
	return nil
}

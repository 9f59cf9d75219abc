package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"maillage/internal/network"
	"maillage/internal/store"
)

type rollbackCommand struct {
	Edition  int      `arg:"" optional:"" placeholder:"N" help:"The edition to withdraw; the one served if there is none."`
	Restore  int      `placeholder:"N" help:"Put an edition that was withdrawn back into service instead."`
	Database database `embed:""`
	JSON     bool     `name:"json" help:"Print what was done as JSON."`
}

// Validate is called by the parser of the command line.
func (c rollbackCommand) Validate() error {
	switch {
	case c.Edition < 0 || c.Restore < 0:
		return errors.New("editions are numbered from 1")
	case c.Edition > 0 && c.Restore > 0:
		return errors.New("give an edition to withdraw or one to --restore, not both")
	}
	return nil
}

// A change of service is what a rollback did.
type serviceChange struct {
	Withdrawn int             `json:"withdrawn,omitempty"`
	Restored  int             `json:"restored,omitempty"`
	Served    network.Edition `json:"served"`
}

func (c rollbackCommand) Run(ctx context.Context, term terminal) error {
	db, err := c.Database.open(ctx, "rollback", term)
	if err != nil {
		return err
	}
	defer db.Close()
	done := serviceChange{Withdrawn: c.Edition, Restored: c.Restore}
	err = db.Write(ctx, func(ctx context.Context, w *store.Writer) error {
		if c.Restore > 0 {
			return w.Restore(ctx, c.Restore)
		}
		if done.Withdrawn == 0 {
			editions, err := db.Editions(ctx)
			if err != nil {
				return err
			}
			if len(editions) == 0 {
				return errors.New("there is no edition to withdraw")
			}
			done.Withdrawn = editions[0].Number
		}
		return w.Withdraw(ctx, done.Withdrawn)
	})
	if err != nil {
		return err
	}
	editions, err := db.Editions(ctx)
	if err != nil {
		return err
	}
	done.Served = editions[0]
	if c.JSON {
		return json.NewEncoder(term.out).Encode(done)
	}
	what := fmt.Sprintf("edition %d is withdrawn", done.Withdrawn)
	if done.Restored > 0 {
		what = fmt.Sprintf("edition %d is in service again", done.Restored)
	}
	_, err = fmt.Fprintf(term.out, "%s; served is edition %d: %s, as of %s\n", what, done.Served.Number, done.Served.Label, done.Served.AsOf)
	return err
}

package main

import (
	"context"
	"fmt"
)

type migrateCommand struct {
	Database database `embed:""`
}

func (c migrateCommand) Run(ctx context.Context, term terminal) error {
	db, err := c.Database.connect(ctx, "migrate", term)
	if err != nil {
		return err
	}
	defer db.Close()
	applied, err := db.Migrate(ctx)
	if err != nil {
		return err
	}
	for _, name := range applied {
		fmt.Fprintln(term.out, "applied", name)
	}
	if len(applied) == 0 {
		fmt.Fprintln(term.out, "nothing to do")
	}
	return nil
}

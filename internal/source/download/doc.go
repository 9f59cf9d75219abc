// Package download fetches one file, whatever the other end does: it asks only
// for what has changed, keeps to ceilings of size and time, tries again what may
// pass, goes only where source.Safe lets it, and leaves nothing half done.
//
// What the file says is not looked at: that is for ingest. Syncer enters here.
package download

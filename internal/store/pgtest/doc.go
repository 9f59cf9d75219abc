// Package pgtest gives tests a PostgreSQL to themselves.
//
// The server is that of MAILLAGE_TEST_POSTGRES, the address of a database whose
// user may create schemas, or else one made for the test binary from the
// programs of the machine, on a Unix socket in a temporary folder, and thrown
// away when the tests end. Where there is neither, tests skip, or fail if CI is
// set, so that a broken build machine does not pass for a good one.
//
// A package whose tests use it runs them by Main:
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
//
// A test that breaks its server takes a NewServer of its own, to stop, to follow by
// a Standby, or to reach through a Proxy or NewPooler.
//
// A program that is no test takes Start and NewSchema. Tests and the bench alone
// enter here.
package pgtest

package embedded

import (
	"maillage/internal/network"
	"maillage/internal/source"
)

// shares returns what authorities said of the promise that everybody would have
// a site within 30 minutes, in the order of their codes. They conflict: each is
// to be quoted with its author and date.
func shares() []network.ReportedShare {
	return []network.ReportedShare{
		{Code: "2022-01-minister", Territory: network.FranceRef, Minutes: 30, Share: 0.95, Date: "2022-01", Author: "Ministre en charge de France services", SourceCode: source.Minister},
		{Code: "2024-cour-des-comptes", Territory: network.FranceRef, Minutes: 20, Share: 0.95, Date: "2024", Author: "Cour des comptes", SourceCode: source.Court},
		{Code: "2024-11-government", Territory: network.FranceRef, Minutes: 20, Share: 0.994, Date: "2024-11", Author: "Gouvernement", SourceCode: source.Government},
	}
}

package embedded

import (
	"cmp"
	"slices"

	"maillage/internal/network"
	"maillage/internal/source"
)

// partners returns the bodies whose services every site offers. The first nine
// are those of the press release of 25 November 2019, under the names they bear
// today; the others joined the label later, as the network's public pages say.
// The day the Anah joined was not verified.
func partners() []network.Partner {
	const (
		first    = network.PartialDate(firstLabels)
		operator = network.Operator
		state    = network.Administration
	)
	all := []network.Partner{
		{Code: "la-poste", CurrentName: "La Poste", Kind: operator, Since: first},
		{Code: "france-travail", CurrentName: "France Travail", Kind: operator, Since: first,
			Formerly: []network.FormerName{{Name: "Pôle emploi", Until: "2023-12-31"}}},
		{Code: "cnam", CurrentName: "Assurance maladie (Cnam)", Kind: operator, Since: first},
		{Code: "cnav", CurrentName: "Assurance retraite (Cnav)", Kind: operator, Since: first},
		{Code: "cnaf", CurrentName: "Allocations familiales (Cnaf)", Kind: operator, Since: first},
		{Code: "msa", CurrentName: "Mutualité sociale agricole", Kind: operator, Since: first},
		{Code: "interieur", CurrentName: "Ministère de l'Intérieur (France Titres, anciennement ANTS)", Kind: state, Since: first},
		{Code: "dgfip", CurrentName: "Finances publiques (DGFiP)", Kind: state, Since: first},
		{Code: "justice", CurrentName: "Ministère de la Justice", Kind: state, Since: first},
		{Code: "cheque-energie", CurrentName: "Chèque énergie", Kind: operator, Since: "2024-01"},
		{Code: "anah", CurrentName: "Anah", Kind: operator, Since: "2024"},
		{Code: "urssaf", CurrentName: "Urssaf", Kind: operator, Since: "2025"},
	}
	for i := range all {
		all[i].SourceCode = source.Partners
		if all[i].Since == first {
			all[i].SourceCode = source.Release
		}
	}
	slices.SortFunc(all, func(a, b network.Partner) int { return cmp.Compare(a.Code, b.Code) })
	return all
}

// coreServices returns the one service of each partner that is known for every
// site. It has no title of its own: it is named after the partner of the day.
func coreServices(partners []network.Partner) []network.Service {
	var services []network.Service
	for _, p := range partners {
		services = append(services, network.Service{Code: "demarches-" + p.Code, PartnerCode: p.Code, Core: true, Since: p.Since})
	}
	return services
}

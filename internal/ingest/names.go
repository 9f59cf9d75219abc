package ingest

import (
	"regexp"
	"slices"
	"strings"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// A mail address is taken for a person's when the part before the @ reads like
// one and like no place or service. It is a guess: where it errs, a contact of
// the service is withheld that need not be, or an address made of a surname
// alone ("dupont@…") is published that reads as a place's.

// personalAddress returns how to tell whether a mail address found in a site's
// row is a person's. What the site, its group, its commune or its EPCI is called
// is a place in it.
func (r *siteReader) personalAddress(s *network.Site) func(string) bool {
	own := ""
	return func(address string) bool {
		if own == "" {
			own = r.ownNames(s)
		}
		local, domain, _ := strings.Cut(address, "@")
		words := localWords(local)
		within := func(word string) bool { return strings.Contains(own, word) }
		nearby := func(word string) bool { return within(word) || r.isPlaceNear(s, word) }
		return givenName(words, within) || initial(words, within) || twoNames(local, words, nearby) ||
			gluedInitial(words, domain, within)
	}
}

// ownNames are the names that the site bears, letters only.
func (r *siteReader) ownNames(s *network.Site) string {
	names := []string{s.Name, string(s.Address.City), string(s.Group)}
	if c := r.geo.byCode[s.CommuneCode]; c != nil {
		names = append(names, c.Name, r.known.epciNames[c.EpciCode])
	}
	return strings.ReplaceAll(PlaceKey(strings.Join(names, " ")), " ", "")
}

// isPlaceNear says whether a word is the name, or stands in the name, of a
// commune of the site's department.
func (r *siteReader) isPlaceNear(s *network.Site, word string) bool {
	if r.placeWords == nil {
		r.placeWords = map[cog.DepartmentCode]map[string]bool{}
		for i := range r.geo.communes {
			c := &r.geo.communes[i]
			words := r.placeWords[c.DepartmentCode]
			if words == nil {
				words = map[string]bool{}
				r.placeWords[c.DepartmentCode] = words
			}
			key := PlaceKey(c.Name)
			words[strings.ReplaceAll(key, " ", "")] = true
			for w := range strings.FieldsSeq(key) {
				words[w] = true
			}
		}
	}
	return r.placeWords[s.DepartmentCode][word]
}

var letterGroups = regexp.MustCompile(`[a-z]+`)

// localWords are the words of a local part, small letters without accents.
func localWords(local string) []string {
	return letterGroups.FindAllString(strings.ReplaceAll(PlaceKey(local), "'", " "), -1)
}

// givenName: "nathalie.andre", "robert-gonnet.karine", "msap.nathalie", but not
// "saint-denis", nor "alexandre.dumas" where that is what the site is called.
func givenName(words []string, place func(string) bool) bool {
	for i, given := range words {
		if !givenNames[given] || place(given) || i > 0 && strings.HasPrefix(words[i-1], "saint") {
			continue
		}
		others := slices.Concat(words[:i], words[i+1:])
		if slices.ContainsFunc(others, func(w string) bool { return len(w) > 1 }) {
			return true
		}
	}
	return false
}

// initial: "g.nizan", "jb.moreau", "latil-p".
func initial(words []string, place func(string) bool) bool {
	if len(words) < 2 {
		return false
	}
	isInitial := func(w string) bool { return len(w) == 1 || doubleInitials[w] }
	isSurname := func(w string) bool { return len(w) >= 3 && !isService(w) && !place(w) }
	return isInitial(words[0]) && isSurname(words[1]) || len(words) == 2 && isSurname(words[0]) && len(words[1]) == 1
}

// twoNames: "lionel.balette", of whatever names, but for hyphens alone, which
// join the words of places.
func twoNames(local string, words []string, place func(string) bool) bool {
	names := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return particles[w] })
	return len(names) >= 2 && len(names) <= 3 && strings.ContainsAny(local, "._") &&
		!slices.ContainsFunc(names, func(w string) bool { return len(w) < 3 || isService(w) || place(w) })
}

// publicBody matches domains of municipalities and their groups, where a word
// that is no service's is an agent's.
var publicBody = regexp.MustCompile(`^(?:ville|mairie|cc|ca|pays)`)

// gluedInitial: "pbalazot", an initial before a surname: a beginning that no
// French word has, or a word that means nothing at a public body.
func gluedInitial(words []string, domain string, place func(string) bool) bool {
	if len(words) != 1 {
		return false
	}
	w := words[0]
	if len(w) < 5 || isService(w) || place(w) || place(w[1:]) || place(w[2:]) || strings.Contains(domain, w) {
		return false
	}
	impossible := isConsonant(w[0]) && isConsonant(w[1]) && !frenchOnsets[w[:2]] && strings.ContainsAny(w[2:4], "aeiouy")
	article := strings.HasPrefix(w, "le") || strings.HasPrefix(w, "la")
	return impossible || publicBody.MatchString(domain) && !article
}

func isConsonant(c byte) bool { return !strings.ContainsRune("aeiouy", rune(c)) }

// isService says whether a word is one of services, organisations or places,
// or begins or ends as such do: "mdsmurat", "centresocial".
func isService(word string) bool {
	return serviceWords[word] ||
		slices.ContainsFunc(servicePrefixes, func(p string) bool { return strings.HasPrefix(word, p) }) ||
		slices.ContainsFunc(serviceParts, func(p string) bool { return strings.Contains(word, p) })
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// The words below were gathered from what public bodies call their services
// and from the most frequent given names in France.
var (
	serviceWords = wordSet(`
		fs mfs efs afs sfs bfs cfs msp mds mdd mdr mdf mdp mda mdm mcs msf mq mpt mqs rsp psp psps pfsp sp cc ca cu cs csc cci
		cias ccas cms epn epi eps esp eim eref fst fsi fol sru masp pada dsu en ppms gip spi cdc ville public publics publique
		active agglo aide antenne appui arrondissement asso association associations atelier ateliers avenir bassin bus canton cap
		clic clics club commune communes communaute conseil conseiller conseillers coop coopr creative cyber cyberbase cs
		departement depar direction dirsol district emploi enfance entraide est europe face familial familiale familles federation forum
		france formation formations foyer general generale gestion guichet habitants habitat
		info infos information infos itinerant itinerante jeunes jeunesse justice lien ligne local locale locales maison maisons
		mediance mediatheque mediation mobile mobilite mission msa msap multi multisite multisites municipal municipale
		noreply nord numerique numeriques office ouest part pass patio pays pimms place plaine plateau plateforme point pole
		postale poste prefecture proximite quartier quartiers relais relations ressources rural rurale rurales ruralinette rue
		saint sainte sante secretariat secteur serv service services siege social sociale solidarite solidarites souspref sud
		syndicat territoire territoires tiers tourisme unique usager usagers val vallee vallees vie villages village
		admin administratif administration animation agence agent agents budget citoyen citoyenne citoyens culture
		demarches droit droits espace etat civil finances gare grand haut haute bas basse iti ile iles lac mer mont monts
		moulin notre dame parc petit pont port bourg centre coeur chateau fort bois plage rive gauche droite
		com fr gouv yahoo orange laposte wanadoo gmail hotmail`)
	servicePrefixes = strings.Fields(`fs mfs efs mds mdd mdr msp msap mjc csc csi ccas cias rsp psp pspm ppms pimm epn mdf mq mpt mfr pi14
		bus cyber cbv cc cs pp`)
	serviceParts = strings.Fields(`france franceserv service servic serv sociocult centresoc social maison mairie accueil contact
		point info espace emploi guichet relais numeri communaut commune direction secret pref agglo assoc famille
		mission citoyen clic`)
	particles      = wordSet(`da de del des di do dos du el la le ben`)
	doubleInitials = wordSet(`fx jb jc jd jf jj jl jm jn jp jr js jy mc mf ml mp ac al`)
	frenchOnsets   = wordSet(`bl br ch cl cr dh dj dr fl fr gh gl gn gr kh kl kr ll mc ph pl pn pr ps pt qu rh sc sh sk sl sm sn
		sp sq st sw th tr ts tz vl vr wh wr`)
	givenNames = wordSet(`
		adele adeline adrien adrienne agathe agnes aicha aime alain alban albane alex alexandra alexandre alexia alexis alice
		alicia aline alison amandine ambre amelie amina anais andre andrea andree ange angela angele angelique anita ann anne annick
		annie anthony antoine antonin arlette armand armelle arnaud arthur astrid aude audrey auguste aurelie aurelien axel axelle
		baptiste barbara bastien beatrice benedicte benjamin benoit berengere bernadette bernard bertrand blandine boris brice
		brigitte bruno camille carine carla carole caroline catherine cathy cecile cedric celia celine chantal charlene charles
		charlotte chloe christel christele christelle christian christiane christine christophe claire clara claude claudia claudie
		claudine clemence clement clementine clotilde colette colline coralie corentin corinne cyril cyrille damien daniel daniele
		danielle david deborah delphine denis denise diane didier dominique dorothee dorian edith edouard elena eleonore eliane elisa
		elisabeth elise ella elodie eloise elsa emeline emilie emilien emma emmanuel emmanuelle eric erika estelle esther etienne eva
		evelyne fabien fabienne fabrice fanny farida fatiha fatima fatou felix fernand fernande flavie flore florence florent florian
		floriane francine francis francois francoise franck frank fred frederic frederique gabriel gabrielle gaelle gael gaetan
		genevieve geoffrey georges gerald geraldine gerard germain ghislaine gilbert gilles ginette gregory guillaume gustave guy
		gwen gwenaelle gwendoline hamid helene henri herve hubert hugo huguette ines ingrid irene isabelle jacky jacqueline jacques
		james jean jeanine jeanne jennifer jeremie jeremy jerome jessica jessy joel joelle johan johanna jonathan jordan joseph
		josephine josette josiane joyce judith jules julia julian julie julien juliette justine karen karim karima karine kathy
		katia kelly kevin laetitia laila laure laurence laurent laurie lea leila lena leo leslie lilian liliane lina linda line
		lionel lisa lise loic lola louis louise luc lucas lucette lucie lucien lucile ludivine ludovic lydia lydie madeleine mael
		maeva magali magalie malika manon manuel marc marcel margaux margot marie marielle marilyne marina marine marion marjorie
		marlene martial martin martine maryline maryse mathieu mathilde matthieu maud maurice mauline maxence maxime melanie melissa
		melodie michel michele micheline mickael mireille mohamed monique morgan morgane muriel mylene myriam nabil nadege nadia
		nadine nassim natacha nathalie nathan nelly nicolas nicole ninon noelle noemie nora odette odile olivia olivier ophelie
		oceane pascal pascale patrice patricia patrick paul paula pauline perrine philippe pierre pierrick quentin rachel rachid
		raphael raymond rebecca regine regis remi remy renaud rene renee richard robert robin roger roland romain romane rosalie rose
		roselyne sabine sabrina salome samia samira samuel sandra sandrine sandy sarah sebastien segolene serge severine
		simon simone solange solene sonia sophie stephane stephanie steve suzanne sybille sylvain sylvaine sylvette sylviane sylvie
		tatiana thomas thibault thibaut thierry tiffany tristan valentin valentine valerie vanessa veronique vicky victor victoria
		vincent violaine virginie viviane wilfried william xavier yann yannick yasmina yohan yolande yoann yves yvette yvon yvonne
		zoe zohra`)
)

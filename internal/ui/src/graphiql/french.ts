// What GraphiQL says in English, and in French. GraphiQL has no translations of its own: vite/graphiql-phrases.ts finds these
// phrases in its code at build time, and refuses to build when a new version no longer says one of them.
//
// A phrase is a whole string of the code, or a whole fixed part of a template string, spaces and brackets included.
export const french: Readonly<Record<string, string>> = {
  // Editors and their buttons
  Execute: "Exécuter",
  Stop: "Arrêter",
  " query (": " la requête (",
  "Prettify query (": "Mettre en forme la requête (",
  "Merge fragments into query (": "Fondre les fragments dans la requête (",
  "Copy query (": "Copier la requête (",
  "Run Operation": "Exécuter l’opération",
  "Prettify Editors": "Mettre en forme",
  "Merge Fragments into Query": "Fondre les fragments dans la requête",
  "Copy Query": "Copier la requête",
  "Automatically added leaf fields": "Champs ajoutés automatiquement",
  "Editor Commands": "Commandes de l’éditeur",
  "Operation Editor": "Éditeur de l’opération",
  "Select active operation": "Choisir l’opération active",
  "Close Tab": "Fermer l’onglet",
  "New tab": "Nouvel onglet",
  " editor tools": " les variables",

  // Side bar
  Show: "Afficher",
  Hide: "Masquer",
  "Re-fetch GraphQL schema (": "Relire le schéma GraphQL (",
  "Open short keys dialog": "Raccourcis clavier",
  "Open settings dialog": "Réglages",

  // Settings
  Settings: "Réglages",
  "Close dialog": "Fermer",
  "This modal lets you adjust header persistence, interface theme, and clear local storage.":
    "Choisir le thème et effacer ce que la page a gardé dans ce navigateur.",
  Theme: "Thème",
  "Adjust how the interface appears.": "Apparence de la page.",
  System: "Système",
  Light: "Clair",
  Dark: "Sombre",
  "Clear storage": "Effacer les données locales",
  "Remove all locally stored data and start fresh.":
    "Oublier onglets, historique et réglages gardés dans ce navigateur.",
  "Clear data": "Effacer",
  "Cleared data": "Effacé",
  Failed: "Échec",

  // Keyboard shortcuts
  "Short Keys": "Raccourcis clavier",
  "This modal provides a list of available keyboard shortcuts and their functions.":
    "La liste des raccourcis clavier et de ce qu’ils font.",
  "Short Key": "Raccourci",
  Function: "Fonction",
  "Execute query": "Exécuter la requête",
  "Open the Command Palette (you must have focus in the editor)":
    "Ouvrir la palette de commandes (depuis l’éditeur)",
  "Prettify editors": "Mettre en forme",
  "Copy query": "Copier la requête",
  "Re-fetch schema using introspection": "Relire le schéma",
  "Search in documentation": "Chercher dans la documentation",
  "Search in editor": "Chercher dans l’éditeur",
  "Merge fragments definitions into operation definition": "Fondre les fragments dans l’opération",
  "This Graph": "Cet éditeur Graph",
  "QL editor uses": "QL emploie",
  "Monaco editor shortcuts": "les raccourcis de Monaco",
  ", with keybindings similar to VS Code. See the full list of shortcuts for":
    ", proches de ceux de VS Code. La liste complète pour",
  or: "ou",

  // Documentation
  "Documentation Explorer": "Documentation",
  Docs: "Schéma",
  "Go back to ": "Revenir à : ",
  "Search ": "Chercher dans : ",
  "No results found": "Aucun résultat",
  "Other results": "Autres résultats",
  "Error fetching schema": "Le schéma n’a pas pu être lu",
  "Schema is invalid: ": "Le schéma n’est pas valide : ",
  "No GraphQL schema available": "Pas de schéma GraphQL",
  "A GraphQL schema provides a root type for each kind of operation.":
    "Un schéma GraphQL donne un type racine à chaque sorte d’opération.",
  Deprecated: "Déprécié",
  "Show Deprecated Arguments": "Afficher les arguments dépréciés",
  "Show Deprecated Fields": "Afficher les champs dépréciés",
  "Show Deprecated Values": "Afficher les valeurs dépréciées",

  // History
  History: "Historique",
  Clear: "Effacer",
  Cleared: "Effacé",
  "Failed to Clear": "Échec",
  "Type a label": "Donner un nom",
  Save: "Enregistrer",
  "Edit label": "Renommer",
  "Delete from history": "Retirer de l’historique",
  "Set active": "Reprendre",

  // Query builder
  "Add new": "Ajouter",
  "Remove the variable": "Retirer la variable",
  "Extract the current value into a GraphQL variable": "En faire une variable",
  "Extract selections into a new reusable fragment": "En faire un fragment",
};

// Section titles of the documentation also choose an icon there, so they are translated where they are shown and not where
// they are written.
export const frenchSections: Readonly<Record<string, string>> = {
  Arguments: "Arguments",
  "Deprecated Arguments": "Arguments dépréciés",
  "Deprecated Enum Values": "Valeurs dépréciées",
  "Deprecated Fields": "Champs dépréciés",
  Directives: "Directives",
  "Enum Values": "Valeurs",
  Fields: "Champs",
  Implements: "Implémente",
  Implementations: "Implémentations",
  "Possible Types": "Types possibles",
  "Root Types": "Types racines",
  Type: "Type",
  "All Schema Types": "Tous les types",
};

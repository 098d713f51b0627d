/** What the window itself says, outside the page: menus, dialogs of the system, closing. */
export const fr = {
  program: 'Cabinet Ouvert',
  menu: {
    cabinet: '&Cabinet',
    edit: 'É&dition',
    view: '&Affichage',
    quit: 'Quitter',
    hide: 'Masquer Cabinet Ouvert',
    hideOthers: 'Masquer les autres',
    unhide: 'Tout afficher',
    undo: 'Annuler',
    redo: 'Rétablir',
    cut: 'Couper',
    copy: 'Copier',
    paste: 'Coller',
    selectAll: 'Tout sélectionner',
    resetZoom: 'Taille réelle',
    zoomIn: 'Agrandir',
    zoomOut: 'Réduire',
    fullScreen: 'Plein écran',
    developer: 'Outils de développement',
  },
  choose: {
    folder: 'Choisir un dossier',
    backup: 'Choisir une sauvegarde',
    patients: 'Choisir un fichier de patients',
    choose: 'Choisir',
    backupFiles: 'Sauvegardes Cabinet Ouvert',
    csvFiles: 'Fichiers CSV',
    allFiles: 'Tous les fichiers',
  },
  save: {
    title: 'Enregistrer le fichier',
    save: 'Enregistrer',
    kinds: {
      csv: 'Tableau CSV',
      json: 'Fichier JSON',
      jsonl: 'Lignes JSON',
      pdf: 'Document PDF',
      txt: 'Texte',
    },
  },
  othersAtWork: {
    title: (seats: number) =>
      seats === 1 ? 'Un autre poste travaille sur ce cabinet' : `${seats} autres postes travaillent sur ce cabinet`,
    text: 'Ce poste héberge le cabinet. S’il est fermé, les autres perdent la ligne : leur saisie est gardée chez eux, et reprend quand ce poste est rouvert.',
    stay: 'Ne pas fermer',
    close: 'Fermer quand même',
  },
  closing: {
    title: 'Fermeture du cabinet',
    text: 'Le cabinet se ferme. Si une sauvegarde est prévue à la fermeture, elle est en cours.',
    force: 'Quittez une seconde fois pour interrompre : rien de ce qui est enregistré n’est perdu.',
  },
  notBuilt: 'Les écrans ne sont pas construits. Lancez « npm run build », puis recommencez.',
  unsupportedRuntime:
    'ATTENTION : runtime de secours, sans correctifs de sécurité. Pour les essais et le développement seulement, jamais avec de vrais patients.',
} as const

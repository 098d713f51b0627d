/** « Paramètres › Identités ». */
export const identitySettingsText = {
  title: 'Identités',
  group: 'Pièces d’identité acceptées pour valider une identité',
  minorsOnly: 'Pour un mineur seulement.',
  last: 'Au moins une pièce reste acceptée.',
  hint: 'Aucune n’est cochée d’avance dans un dossier\u00a0: chacun indique celle qu’il a vue. Les preuves déjà données restent. L’application carte Vitale se lit\u00a0: elle ne se coche pas.',
} as const

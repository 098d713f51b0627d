import type { DocumentKind, RefusalReason, ScanFault, VersionReason } from '#app/features/documents/model.ts'

/** Why a file is not taken in, and what to do. */
export const documentRefusals: Readonly<Record<RefusalReason, string>> = {
  empty: 'Ce fichier est vide. Rien n’a été importé.',
  'too-large': 'Ce fichier dépasse 100 Mo. Rien n’a été envoyé. Réduisez-le ou divisez-le, puis recommencez.',
  program: 'Ce fichier est un programme ou un raccourci. Par sécurité, il n’est pas importé.',
  archive: 'Ce fichier est une archive. Ouvrez-la sur votre ordinateur, puis importez les documents qu’elle contient.',
  macros: 'Ce fichier contient des macros. Par sécurité, il n’est pas importé. Demandez-le en PDF.',
  media: 'Les sons et les vidéos ne sont pas pris en charge.',
  unknown: 'Ce type de fichier n’est pas reconnu. Importez un PDF, une image, un texte ou un message.',
  'image-too-large': 'Cette image annonce des dimensions démesurées. Par sécurité, elle n’est pas importée.',
  damaged: 'Ce fichier est abîmé ou incomplet. Rien n’a été importé. Demandez-en un autre exemplaire.',
}

/** Why the pages of a document cannot be arranged. */
export const documentPagesFaults: Readonly<Record<'kind' | 'protected' | 'damaged' | 'pages' | 'too-large', string>> = {
  kind: 'Seules les pages d’un PDF peuvent être réorganisées.',
  protected: 'Ce PDF est protégé : ses pages ne peuvent pas être modifiées.',
  damaged: 'Ce PDF est abîmé : ses pages ne peuvent pas être modifiées. Il reste affiché tel quel.',
  pages: 'Ces pages n’existent pas dans ce document.',
  'too-large': 'Ce PDF est trop volumineux pour que ses pages soient modifiées ici.',
}

/** What a document is, in a word. */
export const documentKinds: Readonly<Record<DocumentKind, string>> = {
  pdf: 'PDF',
  jpeg: 'Image',
  png: 'Image',
  gif: 'Image',
  webp: 'Image',
  bmp: 'Image',
  svg: 'Dessin SVG',
  tiff: 'Image TIFF',
  heic: 'Photo HEIC',
  cda: 'CDA',
  xml: 'XML',
  text: 'Texte',
  html: 'Page web',
  mail: 'E-mail',
  word: 'Traitement de texte',
  sheet: 'Tableur',
  slides: 'Présentation',
  'rich-text': 'Texte mis en forme',
}

/** Why a version was made. */
export const versionReasons: Readonly<Record<VersionReason, string>> = {
  imported: 'Original',
  turned: 'Tourné',
  arranged: 'Pages modifiées',
  former: 'Version reprise',
}

/** Why a file of the scan folder was set aside. */
export const scanFaultReasons: Readonly<Record<ScanFault['reason'], string>> = {
  ...documentRefusals,
  unreadable: 'Ce fichier n’a pas pu être lu.',
  'not-moved': 'Importé, mais le fichier n’a pas pu être rangé dans « Classés ».',
}

/** The view of a PDF. */
export const pdfView = {
  region: 'Document PDF',
  loading: 'Ouverture du document…',
  page: (page: number, pages: number) => `Page ${page} sur ${pages}`,
  previous: 'Page précédente',
  next: 'Page suivante',
  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
  zoom: (percent: number) => `${percent} %`,
  fitWidth: 'Ajuster à la largeur',
  protected: 'Ce PDF est protégé par un mot de passe.',
  protectedHint: 'Enregistrez-le sur le disque pour l’ouvrir avec ce mot de passe.',
  unreadable: 'Ce PDF ne se lit pas : il est abîmé ou incomplet.',
  unreadableHint: 'L’original est gardé tel quel. Vous pouvez l’enregistrer sur le disque.',
  pageUnreadable: (page: number) => `La page ${page} ne peut pas être affichée.`,
} as const

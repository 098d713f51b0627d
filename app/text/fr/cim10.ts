import type { Cim10FileReason, RefusedCim10Line } from '#app/features/antecedents/cim10-file.ts'

/** Why a file of the CIM-10, or one of its lines, is refused. */
export const cim10FileText = {
  fields: {
    code: 'code',
    label: 'libellé',
    file: 'fichier',
  } satisfies Record<RefusedCim10Line['field'], string>,
  reasons: {
    empty: 'aucun code dans ce fichier.',
    'not-text': 'ce fichier n’est pas du texte.',
    'too-many': 'plus de codes que la CIM-10 n’en compte : ce n’est pas le bon fichier.',
    'no-label': 'le libellé manque.',
    'not-a-code': 'ce n’est pas un code de la CIM-10 (une lettre, deux chiffres, et la suite s’il y en a une).',
    'label-too-long': 'le libellé dépasse 400 caractères.',
    'control-character': 'le libellé contient un caractère qui n’est pas du texte.',
    twice: 'ce code est déjà plus haut avec un autre libellé.',
  } satisfies Record<Cim10FileReason, string>,
} as const

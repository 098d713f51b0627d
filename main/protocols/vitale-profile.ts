/**
 * Everything about a Vitale card that is not public, or was only seen on a few cards, in one place: what follows is to be
 * corrected here when a card says otherwise, and nowhere else.
 *
 * Certain (public descriptions of the Vitale 2 file system): the applications, the table of files and its tags, the tags of a
 * beneficiary and of the card. Guessed, and marked so: what is not said of how values are written.
 */
export const vitaleProfile = {
  /** « VITALE », the main application. Certain. */
  application: Uint8Array.of(0xd2, 0x50, 0x00, 0x00, 0x02, 0x56, 0x49, 0x54, 0x41, 0x4c, 0x45),
  /** The table of files, in that application. Certain. */
  table: 0x2001,
  tags: {
    /** The table: `E0 { A0 { 82 … } 80 … }`. Certain. */
    files: 0xe0,
    applications: 0xa0,
    application: 0x82,
    file: 0x80,
    /** A beneficiary and what is written of them. Certain. */
    beneficiary: 0x65,
    name: 0x80,
    firstName: 0x81,
    birthDate: 0x82,
    nir: 0x93,
    /** The card. Certain. */
    card: 0x66,
    validFrom: 0x80,
  },
  /**
   * The two ways in which the table may be written: index of the application and what stands between it and the name (82),
   * index in a file (80, after 8 bytes of name and before 2 of identifier), in bytes. The first was seen; the second follows
   * from a shorter description of it. The length of the entries tells which one it is.
   */
  tableLayouts: [
    { index: 2, gap: 2 },
    { index: 1, gap: 0 },
  ],
  /**
   * Guess: a name is in Latin-1 or UTF-8, with filling blanks. No public description says which; both are read, and neither
   * is kept when it holds control characters.
   */
  text: ['utf-8', 'latin1'],
  /** Guess: whose name a card gives (of use, of birth) is not public. It is offered as the name of use *and* of birth. */
  nameIs: 'unknown',
  /** Guess: a rank of birth is in no public tag; the reading by plain commands gives none. */
  rank: null,
  /**
   * No public fact tells a demonstration card from a patient's by its bytes: the reader does (a virtual or training one),
   * and the library of the GIE reads only the cards it was delivered for.
   */
  demonstration: null,
} as const

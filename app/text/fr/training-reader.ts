/** The two slots of the training reader, as their readers are named: professional cards, then Vitale cards. */
export const trainingReaders = ['Lecteur de formation (CPS)', 'Lecteur de formation (Vitale)'] as const

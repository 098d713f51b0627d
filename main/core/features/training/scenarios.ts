/** Something people come for, in the words of a consultation. Each list gives one of its lines. */
export interface Scenario {
  readonly motif: readonly [string, ...string[]]
  readonly examen: readonly [string, ...string[]]
  readonly conclusion: readonly [string, ...string[]]
  readonly conduite: readonly [string, ...string[]]
  /** From and to which age, in years. */
  readonly ages: readonly [number, number]
  readonly sex?: 'F' | 'M'
  /** It is measured: pressure, pulse and weight; or temperature in whoever has a fever. */
  readonly measures: 'pressure' | 'fever' | 'growth' | null
  /** The disease it is the follow-up of; comes again, and stands among the pathologies. */
  readonly follows?: 'diabetes' | 'hypertension' | 'hypothyroidism' | 'asthma' | 'depression'
}

/** What the people of the training cabinet come for. Invented; not a guide to anything. */
export const scenarios: readonly [Scenario, ...Scenario[]] = [
  {
    motif: [
      'Rhinopharyngite depuis trois jours',
      'Rhume, nez bouché, toux la nuit',
      'Rhinorrhée et toux grasse depuis quatre jours',
    ],
    examen: [
      'Gorge rosée, tympans normaux, auscultation libre.',
      'Tympans congestifs sans bombement. Auscultation pulmonaire normale.',
      'Rhinorrhée claire, pas de ganglion, auscultation claire.',
    ],
    conclusion: ['Rhinopharyngite virale', 'Infection virale des voies aériennes supérieures'],
    conduite: [
      'Lavages de nez, paracétamol si fièvre. Revoir si fièvre au-delà de trois jours.',
      'Traitement symptomatique. Pas d’antibiotique. Reconsulter en cas de gêne respiratoire.',
    ],
    ages: [0, 90],
    measures: 'fever',
  },
  {
    motif: ['Angine, douleur à la déglutition', 'Mal de gorge et fièvre depuis hier'],
    examen: [
      'Amygdales érythémateuses, adénopathies cervicales sensibles. Test rapide négatif.',
      'Pharynx rouge, pas d’exsudat. TROD négatif.',
    ],
    conclusion: ['Angine virale, test rapide négatif'],
    conduite: ['Antalgiques, hydratation. Pas d’antibiotique.'],
    ages: [3, 60],
    measures: 'fever',
  },
  {
    motif: [
      'Lombalgie après un effort de soulèvement',
      'Mal de dos depuis une semaine, sans irradiation',
      'Lombalgie aiguë au jardinage',
    ],
    examen: [
      'Contracture paravertébrale, pas de signe de Lasègue, réflexes présents et symétriques.',
      'Raideur lombaire, distance doigts-sol trente centimètres. Pas de déficit.',
    ],
    conclusion: ['Lombalgie commune sans signe d’alerte'],
    conduite: [
      'Rester actif, antalgiques de palier 1, chaleur locale. Arrêt de travail de trois jours.',
      'Paracétamol, poursuite des activités. Kinésithérapie si persistance à quatre semaines.',
    ],
    ages: [18, 85],
    measures: null,
  },
  {
    motif: [
      'Renouvellement du traitement, bien toléré',
      'Renouvellement trimestriel',
      'Renouvellement et contrôle de la tension',
    ],
    examen: [
      'Auscultation cardio-pulmonaire normale. Pouls périphériques perçus. Pas d’œdème des membres inférieurs.',
      'Bruits du cœur réguliers, pas de souffle carotidien. Pas de signe d’insuffisance cardiaque.',
    ],
    conclusion: ['Hypertension artérielle contrôlée', 'Hypertension artérielle, chiffres à surveiller'],
    conduite: [
      'Traitement inchangé pour trois mois. Automesure tensionnelle avant la prochaine consultation.',
      'Ionogramme et créatinine à prévoir. Règles hygiéno-diététiques rappelées.',
    ],
    ages: [45, 95],
    measures: 'pressure',
    follows: 'hypertension',
  },
  {
    motif: [
      'Suivi du diabète, apport des résultats',
      'Renouvellement, équilibre glycémique',
      'Consultation trimestrielle diabète',
    ],
    examen: [
      'Monofilament : sensibilité conservée aux deux pieds. Pas de lésion cutanée. Pouls pédieux perçus.',
      'Pieds examinés, pas de plaie. Auscultation normale.',
    ],
    conclusion: ['Diabète de type 2 équilibré', 'Diabète de type 2, objectif glycémique non atteint'],
    conduite: [
      'Poursuite de la metformine. HbA1c dans trois mois, fond d’œil annuel à programmer.',
      'Renforcement diététique, activité physique. Contrôle HbA1c et créatinine avant la prochaine visite.',
    ],
    ages: [42, 92],
    measures: 'pressure',
    follows: 'diabetes',
  },
  {
    motif: ['Contrôle de la thyroïde', 'Renouvellement lévothyroxine, fatigue modérée'],
    examen: ['Cou souple, pas de goitre palpable. Fréquence cardiaque régulière.'],
    conclusion: ['Hypothyroïdie substituée'],
    conduite: ['TSH de contrôle. Même dose en attendant le résultat.'],
    ages: [30, 90],
    sex: 'F',
    measures: 'pressure',
    follows: 'hypothyroidism',
  },
  {
    motif: ['Asthme, renouvellement du traitement de fond', 'Gêne respiratoire à l’effort depuis quinze jours'],
    examen: ['Quelques sibilants expiratoires diffus, pas de tirage.', 'Auscultation libre, débit de pointe conservé.'],
    conclusion: ['Asthme partiellement contrôlé', 'Asthme contrôlé'],
    conduite: [
      'Technique d’inhalation revue. Plan d’action écrit remis.',
      'Poursuite du corticoïde inhalé, contrôle dans trois mois.',
    ],
    ages: [6, 70],
    measures: 'pressure',
    follows: 'asthma',
  },
  {
    motif: ['Troubles du sommeil, tristesse', 'Suivi, moral meilleur, reprise du travail envisagée'],
    examen: [
      'Contact bon, discours fluide. Pas d’idée suicidaire exprimée.',
      'Ralentissement modéré, pleurs. Pas de projet suicidaire.',
    ],
    conclusion: ['Épisode dépressif, en amélioration', 'Épisode dépressif caractérisé'],
    conduite: [
      'Poursuite du traitement, soutien psychologique. Revoir dans quatre semaines.',
      'Psychothérapie conseillée, numéro d’appel remis, consultation rapprochée.',
    ],
    ages: [18, 80],
    measures: null,
    follows: 'depression',
  },
  {
    motif: ['Visite de suivi du nourrisson', 'Examen systématique de l’enfant', 'Certificat de bonne santé et courbes'],
    examen: [
      'Bon développement psychomoteur. Auscultation normale, hanches stables.',
      'Langage et motricité adaptés à l’âge. Tympans normaux.',
    ],
    conclusion: ['Enfant en bonne santé'],
    conduite: [
      'Vaccinations vérifiées, conseils de prévention donnés aux parents.',
      'Prochain examen selon le carnet de santé.',
    ],
    ages: [0, 12],
    measures: 'growth',
  },
  {
    motif: ['Certificat pour la pratique du sport', 'Visite d’aptitude, course à pied'],
    examen: ['Auscultation cardiaque normale, pas de souffle. Appareil locomoteur sans particularité.'],
    conclusion: ['Pas de contre-indication décelée ce jour'],
    conduite: ['Certificat remis. Conseils d’hydratation et d’échauffement.'],
    ages: [8, 65],
    measures: 'pressure',
  },
  {
    motif: ['Brûlures à la miction depuis deux jours', 'Cystite, pollakiurie'],
    examen: ['Abdomen souple, fosses lombaires libres, apyrétique. Bandelette : leucocytes et nitrites positifs.'],
    conclusion: ['Cystite aiguë simple'],
    conduite: ['Fosfomycine-trométamol en dose unique. Boissons abondantes. Revoir si fièvre ou persistance.'],
    ages: [16, 80],
    sex: 'F',
    measures: 'fever',
  },
  {
    motif: ['Entorse de cheville au football', 'Torsion de la cheville droite hier'],
    examen: ['Œdème malléolaire externe, appui possible, palpation osseuse indolore : critères d’Ottawa négatifs.'],
    conclusion: ['Entorse bénigne du ligament latéral externe'],
    conduite: ['Glace, contention, reprise progressive de l’appui. Kinésithérapie proprioceptive.'],
    ages: [10, 70],
    measures: null,
  },
  {
    motif: ['Gastro-entérite, vomissements et diarrhée', 'Diarrhée liquide depuis hier'],
    examen: ['Abdomen souple et sensible dans son ensemble, pas de défense. Pas de signe de déshydratation.'],
    conclusion: ['Gastro-entérite aiguë'],
    conduite: ['Réhydratation orale fractionnée, surveillance. Reconsulter en cas de sang dans les selles.'],
    ages: [0, 85],
    measures: 'fever',
  },
  {
    motif: ['Lésion cutanée prurigineuse de l’avant-bras', 'Eczéma des plis, poussée'],
    examen: [
      'Plaques érythémato-vésiculeuses mal limitées des plis du coude.',
      'Placard érythémateux suintant, sans surinfection.',
    ],
    conclusion: ['Dermatite atopique en poussée', 'Eczéma de contact probable'],
    conduite: ['Dermocorticoïde une fois par jour pendant sept jours, émollient quotidien.'],
    ages: [1, 80],
    measures: null,
  },
  {
    motif: ['Douleur du genou à la marche', 'Gonalgie mécanique bilatérale'],
    examen: ['Crépitation fémoro-patellaire, pas d’épanchement. Mobilité conservée.'],
    conclusion: ['Arthrose du genou'],
    conduite: ['Perte de poids encouragée, paracétamol à la demande, renforcement du quadriceps.'],
    ages: [50, 95],
    measures: 'pressure',
  },
  {
    motif: ['Suivi de grossesse', 'Consultation du sixième mois de grossesse'],
    examen: ['Hauteur utérine conforme au terme, bruits du cœur fœtal perçus. Pas d’œdème.'],
    conclusion: ['Grossesse d’évolution normale'],
    conduite: ['Sérologies et bilan du mois prescrits. Entretien prénatal précoce proposé.'],
    ages: [18, 43],
    sex: 'F',
    measures: 'pressure',
  },
]

type List = readonly [string, ...string[]]

const list = (words: string): List => {
  const [first = '', ...rest] = words.split(' ').map((word) => word.replaceAll('_', ' '))
  return [first, ...rest]
}

/** Surnames, common ones first. None begins with « LAC », which belongs to the families shown in the manual. */
export const surnames: List = list(
  'Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martínez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte López Jean Dupuy Guillot Hubert Berger Carpentier Sánchez Dupuis Moulin Deschamps Huet Vasseur Pérez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernández Le_Gall Collet Léger Bouvier Julien Prévost Millet Perrot Daniel Le_Roux Cousin Germain Breton Besson Langlois Rémy Le_Goff Pelletier Lévêque Perrier Leblanc Barré Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodríguez Guichard Gillet Étienne Grondin Poulain Tessier Chevallier Collin Chauvin Da_Silva Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy Cordier Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte Ferreira Œuvrard Haddad Benali Traoré Diallo N’Guyen Nguyễn Kowalski Wójcik D’Almeida De_La_Fuente L’Herbier O’Connor Strauß Søndergaard Yılmaz Ben_Youssef El_Amrani Saint-Martin Castéra Darrigade Etchegaray Lartigue Sarrazin Duprat Bordenave Cazenave Laborde Ducasse Mendès Nogaro Peyrelongue',
)

const womenOld = list(
  'Marie Jeanne Monique Jacqueline Denise Simone Yvette Suzanne Paulette Odette Germaine Andrée Ginette Thérèse Lucienne Marcelle Raymonde Huguette Colette Renée Yvonne Josette Marie-Louise Bernadette Henriette',
)
const womenMiddle = list(
  'Françoise Catherine Martine Nathalie Sylvie Christine Isabelle Véronique Brigitte Anne Patricia Sandrine Chantal Valérie Dominique Florence Corinne Annie Michèle Nicole Laurence Béatrice Marie-Christine Évelyne Hélène Agnès Geneviève Fatima Maria',
)
const womenYoung = list(
  'Céline Stéphanie Aurélie Émilie Julie Laura Élodie Marine Camille Pauline Sarah Marion Charlotte Manon Lucie Mathilde Anaïs Chloé Léa Inès Clémence Anne-Sophie Marie-Ève Maëlys Aïcha Noémie Gaëlle Zoë Amélie Éloïse',
)
const girls = list(
  'Emma Jade Louise Alice Chloé Lina Rose Léa Anna Mila Ambre Julia Inès Agathe Juliette Romy Jeanne Zoé Lou Nina Charlie Éva Maëlle Margaux Capucine Soline Océane Aya Salomé Lou-Anne',
)
const menOld = list(
  'Jean Pierre Michel André René Robert Roger Marcel Claude Henri Georges Raymond Louis Lucien Maurice Fernand Émile Gilbert Roland Guy Serge Marius Jean-Baptiste Gaston Léon',
)
const menMiddle = list(
  'Philippe Alain Patrick Bernard Christian Daniel Gérard Jacques Dominique Thierry Pascal Éric Laurent Frédéric Christophe Olivier Bruno Didier François Jean-Pierre Jean-Luc Jean-Claude Hervé Gilles Yves Rémi Mohamed Joël José',
)
const menYoung = list(
  'Nicolas Julien Sébastien Guillaume Thomas Alexandre Maxime Antoine Kévin Romain Clément Benoît Florian Quentin Jérémy Vincent Mathieu Anthony Théo Hugo Lucas Pierre-Yves Jean-Baptiste Loïc Yann Mickaël Karim Étienne Grégoire Aurélien',
)
const boys = list(
  'Gabriel Raphaël Léo Louis Lucas Adam Arthur Jules Hugo Maël Liam Noah Paul Ethan Tiago Sacha Gabin Nathan Mohamed Aaron Tom Éden Théo Malo Augustin Basile Timéo Jean-Gabriel Naël Côme',
)

/** First names in use the year of birth. */
export function firstNamesOf(sex: 'F' | 'M', year: number): List {
  if (sex === 'F') return year < 1946 ? womenOld : year < 1974 ? womenMiddle : year < 2003 ? womenYoung : girls
  return year < 1946 ? menOld : year < 1974 ? menMiddle : year < 2003 ? menYoung : boys
}

/** Ways of an address, without their number. */
export const streets: List = list(
  'rue_de_la_Plage rue_des_Lilas avenue_de_la_République rue_du_Moulin allée_des_Tamaris chemin_des_Vignes rue_Jean_Jaurès rue_Victor_Hugo place_de_l’Église route_de_Bordeaux impasse_des_Acacias rue_des_Écoles avenue_Gambetta rue_Pasteur chemin_de_la_Dune rue_du_Port allée_des_Pins boulevard_de_l’Océan rue_du_8_Mai_1945 rue_Émile_Zola lotissement_Les_Ajoncs rue_des_Mimosas cours_de_la_Marne rue_de_l’Estuaire chemin_du_Phare',
)

/** What people do, as they say it at the desk. */
export const professions: List = list(
  'Employée Employé Ouvrier_viticole Enseignante Infirmière Aide-soignante Commerçant Artisan Agriculteur Cadre Chauffeur Secrétaire Comptable Pêcheur Ostréiculteur Serveuse Cuisinier Technicien Assistante_maternelle Sans_profession',
)

/** Towns around the cabinet: name, postal code. */
export const townsAround: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['Soulac-sur-Mer', '33780'],
  ['Le Verdon-sur-Mer', '33123'],
  ['Talais', '33590'],
  ['Grayan-et-l’Hôpital', '33590'],
  ['Saint-Vivien-de-Médoc', '33590'],
  ['Vendays-Montalivet', '33930'],
  ['Lesparre-Médoc', '33340'],
  ['Bégadan', '33340'],
  ['Pauillac', '33250'],
  ['Hourtin', '33990'],
]

/** Countries of birth of those born abroad, and a town there. */
export const abroad: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['99352', 'Oran'],
  ['99350', 'Casablanca'],
  ['99139', 'Braga'],
  ['99351', 'Sfax'],
  ['99134', 'Saint-Sébastien'],
  ['99127', 'Bergame'],
  ['99341', 'Thiès'],
  ['99132', 'Bristol'],
  ['99208', 'Izmir'],
  ['99335', 'Kayes'],
  ['99243', 'Hué'],
  ['99109', 'Mayence'],
  ['99114', 'Cluj'],
  ['99333', 'Tamatave'],
]

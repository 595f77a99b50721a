/** First and last names of listeners and artists, most frequent first. */
const split = (text: string): readonly string[] => text.trim().split(/\s+/)

/** First names of women. */
export const FEMALE_NAMES = split(`
  Jessica Ashley Sarah Amanda Emily Samantha Megan Lauren Rachel Nicole Hannah Olivia Sophia Emma
  Isabella Chloe Grace Abigail Madison Natalie Victoria Alyssa Kayla Brianna Anna Julia Jasmine
  Rebecca Katherine Danielle Haley Morgan Sydney Allison Courtney Erin Brooke Leah Paige Audrey
  Claire Molly Caroline Vanessa Gabriella Lillian Zoey Layla Stella Aurora Nora Hazel Violet Ivy
  Ruby Alice Elise Naomi Daphne Phoebe Margot Celia Irene Edith June Pearl Opal Marcella Ramona
  Lucille Odette Willa Thea Maeve Sylvie Petra Ingrid Greta Astrid Freya Noemi Renata Paloma
  Dolores Carmen Marisol Lucia Beatriz Yasmin Leila Amina Nadia Priya Anika Mei Yuki Hana Keiko
`)

/** First names of men. */
export const MALE_NAMES = split(`
  Michael Christopher Matthew Joshua Daniel David Andrew James Joseph Ryan Jacob Nicholas Tyler
  Ethan Noah Alexander William Anthony Brandon Justin Kevin Benjamin Samuel Nathan Logan Lucas
  Mason Jackson Aiden Dylan Caleb Isaac Gabriel Connor Evan Luke Owen Cole Adrian Julian Ian
  Miguel Carlos Diego Antonio Rafael Mateo Marcus Malik Darius Omar Hassan Tariq Ravi Arjun Kenji
  Hiro Wei Min Felix Oscar Hugo Theo Silas Jasper Ezra Amos Otis Clyde Walter Harold Leonard
  Stanley Chester Floyd Wendell Emmett Rufus Cyrus Magnus Anders Lars Bjorn Stefan Klaus Dieter
  Pierre Marcel Luc Enzo Paolo Giorgio Dmitri Ivan Pavel Milos Tomas Casper Quentin Tobias
`)

/** First names that only artists here bear: the ones with letters outside ASCII. */
export const ACCENTED_NAMES = split(`
  René Zoltán Søren José Chloë Günther François Łukasz
`)

/** Last names of listeners. */
export const SURNAMES = split(`
  Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Wilson
  Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez
  Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson
  Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz
  Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper
  Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood Bennett
  Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez
  Powell Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Gonzales Fisher
  Vasquez Simmons Romero Jordan Patterson Alexander Hamilton Graham Reynolds Griffin Wallace Moreno
  West Cole Hayes Bryant Herrera Gibson Ellis Tran Medina Aguilar Stevens Murray Ford Castro
  Marshall Owens Harrison Fernandez McDonald Woods Washington Kennedy Wells Vargas Henry Chen
  Freeman Webb Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw
  Snyder Mason Dixon Munoz Hunt Hicks Holmes Palmer Wagner Black Robertson Boyd Rose Stone Salazar
  Fox Warren Mills Meyer Rice Schmidt Garza Daniels Ferguson Nichols Stephens Soto Weaver Ryan
  Gardner Payne Grant Dunn Kelley Spencer Hawkins Arnold Pierce Hansen Peters Santos Hart Bradley
  Knight Elliott Cunningham Duncan Armstrong Hudson Carroll Lane Riley Andrews Alvarado Ray Delgado
  Berry Perkins Hoffman Johnston Matthews Pena Richards Contreras Willis Carpenter Lawrence
`)

/** The first halves of artists' invented last names. */
export const SURNAME_HEADS = split(`
  Al Amb Arn Ash Bal Ban Bar Bel Ber Bor Bran Brem Cal Cam Car Cath Cor Cran Dal Dan Der Dor Dun
  Ed El Elm Fal Far Fen Fer Gal Gar Gil Gor Hal Ham Har Hel Hol Jar Kal Kel Ker Kin Lan Lar Len Lin
  Mal Mar Mel Mon Mor Nor Ol Or Pal Par Per Quin Ral Ram Ros Sal San Sel Sor Tal Tar Tor Val Van Wal
`)

/** The second halves of artists' invented last names. */
export const SURNAME_TAILS = split(`
  aby aldo amir anko arde aro asco aux beck bert bury by cade cott creth dahl dane deen dell din
  doro eau elli enko erova esco etti fax ford gard gate gren gue heim ielle ingham ivar kin kova
  land leigh low mond more nault nett ock ola orin osa oux reau rick rov sby ski ssen stad ström
  thal ton ucci uga vale vik well wick wyn yard zano
`)

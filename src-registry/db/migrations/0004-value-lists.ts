/** What the value lists of a card's background begin with; administrators change them later (REG-1). */

type Labels = readonly [fi: string, sv: string, en: string];

/** ISO 639-1 where it has the language, else ISO 639-3: the languages most spoken in Finland, and its sign languages. */
const MOTHER_TONGUES: Readonly<Record<string, Labels>> = {
  fi: ['suomi', 'finska', 'Finnish'],
  sv: ['ruotsi', 'svenska', 'Swedish'],
  se: ['pohjoissaame', 'nordsamiska', 'Northern Sami'],
  smn: ['inarinsaame', 'enaresamiska', 'Inari Sami'],
  sms: ['koltansaame', 'skoltsamiska', 'Skolt Sami'],
  rmf: ['romani', 'romani', 'Romani'],
  krl: ['karjala', 'karelska', 'Karelian'],
  fse: ['suomalainen viittomakieli', 'finskt teckenspråk', 'Finnish Sign Language'],
  fss: ['suomenruotsalainen viittomakieli', 'finlandssvenskt teckenspråk', 'Finland-Swedish Sign Language'],
  ru: ['venäjä', 'ryska', 'Russian'],
  et: ['viro', 'estniska', 'Estonian'],
  uk: ['ukraina', 'ukrainska', 'Ukrainian'],
  ar: ['arabia', 'arabiska', 'Arabic'],
  en: ['englanti', 'engelska', 'English'],
  so: ['somali', 'somaliska', 'Somali'],
  fa: ['persia', 'persiska', 'Persian'],
  ku: ['kurdi', 'kurdiska', 'Kurdish'],
  sq: ['albania', 'albanska', 'Albanian'],
  zh: ['kiina', 'kinesiska', 'Chinese'],
  vi: ['vietnam', 'vietnamesiska', 'Vietnamese'],
  th: ['thai', 'thailändska', 'Thai'],
  tr: ['turkki', 'turkiska', 'Turkish'],
  es: ['espanja', 'spanska', 'Spanish'],
  fr: ['ranska', 'franska', 'French'],
  de: ['saksa', 'tyska', 'German'],
  pl: ['puola', 'polska', 'Polish'],
  ro: ['romania', 'rumänska', 'Romanian'],
  bn: ['bengali', 'bengali', 'Bengali'],
  ne: ['nepali', 'nepali', 'Nepali'],
  ti: ['tigrinja', 'tigrinska', 'Tigrinya'],
  sw: ['swahili', 'swahili', 'Swahili'],
  ur: ['urdu', 'urdu', 'Urdu'],
  other: ['muu kieli', 'annat språk', 'another language'],
};

const GENDERS: Readonly<Record<string, Labels>> = {
  female: ['nainen', 'kvinna', 'female'],
  male: ['mies', 'man', 'male'],
  other: ['muu', 'annat', 'other'],
};

const LIFE_SITUATIONS: Readonly<Record<string, Labels>> = {
  'at-work': ['työssä', 'i arbete', 'at work'],
  unemployed: ['työtön', 'arbetslös', 'unemployed'],
  student: ['opiskelija', 'studerande', 'student'],
  pensioner: ['eläkkeellä', 'pensionerad', 'pensioner'],
  'family-leave': ['perhevapaalla', 'familjeledig', 'on family leave'],
  rehabilitation: ['kuntoutuksessa', 'i rehabilitering', 'in rehabilitation'],
  integration: ['kotoutumassa', 'i integrationsskede', 'settling in Finland'],
  other: ['muu tilanne', 'annan situation', 'another situation'],
};

const text = (words: string): string => `'${words.replaceAll("'", "''")}'`;

function rowsOf(list: string, values: Readonly<Record<string, Labels>>): string[] {
  return Object.entries(values).map(
    ([value, labels], index) => `(${text(list)}, ${text(value)}, ${labels.map(text).join(', ')}, ${index + 1})`,
  );
}

/** SQL that fills the lists. */
export const FIRST_VALUES = `INSERT INTO list_values (list, value, fi, sv, en, position) VALUES
  ${[
    ...rowsOf('mother-tongue', MOTHER_TONGUES),
    ...rowsOf('gender', GENDERS),
    ...rowsOf('life-situation', LIFE_SITUATIONS),
  ].join(',\n  ')};`;

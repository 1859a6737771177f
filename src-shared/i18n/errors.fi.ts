/** Finnish: a sentence for each error that a command can end with. */
import type { Translation } from './catalogue.ts';
import type { errorsEn } from './errors.en.ts';

export const errorsFi: Translation<typeof errorsEn> = {
  'error.contract.malformed': 'Ohjelma ei ymmärtänyt näyttöä. Lataa sivu uudelleen.',
  'error.contract.unknown-command': 'Ohjelma ja näyttö ovat eri versioita. Lataa sivu uudelleen.',
  'error.desk.not-enrolled': 'Myyntipistettä ei ole vielä otettu käyttöön.',
  'error.desk.already-enrolled': 'Myyntipiste on jo otettu käyttöön.',
  'error.desk.nothing-picked': 'Valitse ensin esitys ja lue kortti sitten uudelleen.',
  'error.desk.performance-unknown': 'Tämä esitys ei ole enää myynnissä täällä. Valitse toinen.',
  'error.desk.scan-replaced': 'Välissä luettiin toinen kortti. Edelliselle ei kirjattu mitään.',
  'error.desk.not-accepted': 'Tätä ei voi kirjata tällaisenaan. Mitään ei kirjattu.',
  'error.desk.needs-deliberation': 'Jotain on ensin tarkistettava. Mitään ei kirjattu.',
  'error.desk.unknown-acquisition': 'Tätä lippua ei tunneta täällä.',
  'error.desk.already-undone': 'Tämä lippu on jo peruttu.',
  'error.desk.handed-over-elsewhere': 'Toinen piste on antanut tämän lipun. Se perutaan siellä.',
  'error.desk.cannot-correct':
    'Määrää ei voi täällä muuttaa näin. Tarkista, montako lasta kortti oikeuttaa, tai peru lippu ja anna se uudelleen.',
  'error.desk.no-basket': 'Ryhmää ei ole avattu. Mitään ei kirjattu.',
  'error.desk.basket-full': 'Ryhmä on täynnä. Kirjaa se ja aloita sitten toinen.',
  'error.desk.nothing-to-record': 'Kirjattavaa ei vielä ole. Lue ensin kortti.',
  'error.desk.not-durable': 'Lippua ei saatu tallennettua tälle koneelle. Mitään ei kirjattu: merkitse se paperille.',
  'error.desk.partial-scan': 'Kaikkea ei saatu luettua. Lue kortti uudelleen.',
  'error.desk.no-demo': 'Tämä toimii vain demorekisterin kanssa.',
  'error.desk.failed': 'Ohjelma ei vastannut. Yritä uudelleen.',
  'error.registry.unreachable': 'Rekisteri ei vastaa. Tarkista osoite ja verkko.',
  'error.registry.not-the-contract': 'Osoitteessa vastaa jokin muu kuin rekisteri.',
  'error.registry.wrong-login': 'Käyttäjätunnus tai salasana on väärin.',
  'error.registry.throttled': 'Liian monta yritystä. Odota hetki ja yritä uudelleen.',
  'error.registry.password-change-needed':
    'Salasana on väliaikainen. Vaihda se ensin omaksi ja ota kassa sitten käyttöön.',
  'error.registry.refused': 'Rekisteri ei hyväksynyt pyyntöä.',
};

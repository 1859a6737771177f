/** Finnish: why a sale is lawful, what is unlawful about an offer, and what the registry remarked. */
import type { Translation } from './catalogue.ts';
import type { groundsEn } from './grounds.en.ts';

export const groundsFi: Translation<typeof groundsEn> = {
  'ground.card-valid': 'Kortti on voimassa {lastDay} asti.',
  'ground.card-open-ended': 'Kortti on voimassa, kunnes se päätetään.',
  'ground.provisional': 'Kortti hyväksytään toistaiseksi: rekisteri tarkistaa sen myöhemmin.',
  'ground.ticket': 'Lippu löytyy: {at}, {desk}.',
  'ground.reservation': 'Paikka varattiin {at}, {desk}.',
  'ground.children-most': {
    by: 'most',
    one: 'Enintään {most} oma alle {under}-vuotias lapsi tai lapsenlapsi.',
    other: 'Enintään {most} omaa alle {under}-vuotiasta lasta ja lapsenlasta.',
  },
  'ground.children-free': 'Omat alle {under}-vuotiaat lapset ja lapsenlapset; rekisterissä ei ole määrää.',
  'ground.clients': 'Työntekijällä on mukana alle {under}-vuotiaita asiakkaita.',
  'ground.children-none': 'Kurssipaikka on vain kortinhaltijalle.',
  'ground.window-open': 'Avoinna {opensAt} alkaen.',
  'ground.cap': 'Yläraja {limit} ({capRule}), tämän jälkeen jäljellä {left}.',
  'ground.holder-counted': 'Kortinhaltija on tänään jo laskettu: paikkaa ei kulu.',
  'ground.no-cap': 'Ylärajaa ei ole.',
  'ground.rule-set': 'Säännöt, jotka ovat voimassa {firstDay} alkaen.',

  'capRule.CAP-1': 'yleissääntö',
  'capRule.CAP-2': 'pieni esitys tai kurssi',
  'capRule.CAP-3': 'hyvin pieni esitys',
  'capRule.CAP-4': 'suurtapahtuma',
  'capRule.CAP-5': 'uimahalli',
  'capRule.CAP-6': 'vieraileva tuottaja',

  'offer.cap-too-low': 'Yläraja on liian matala: {rule} sallii {lowest} tai enemmän.',
  'offer.cap-counts-tickets':
    'Säännön {rule} mukaan yläraja laskee kortinhaltijat, ei kaikkia lippuja, ja on vähintään {lowest}.',
  'offer.cap-not-allowed': 'Tällä ei voi olla ylärajaa: säännön {rule} kokeilu ei ole käytössä.',
  'offer.capacity-unknown': 'Ilmoita ensin kapasiteetti: {rule} laskee siitä osuuden.',
  'offer.window-on-course': 'Kurssipaikan voi antaa minä päivänä vain, ei vain samana iltana ({rule}).',
  'offer.window-without-start': 'Lippujen antaminen samana iltana vaatii alkamisajan ({rule}).',
  'offer.window-not-same-evening': 'Lippujen antamisen on alettava esitysiltana ({rule}).',
  'offer.lapse-before-redemption': 'Varaukset raukeaisivat ennen kuin lippuja voi antaa ({rule}).',

  'conflict.card-unknown.title': 'Korttia ei ole rekisterissä',
  'conflict.card-unknown.next': 'Käyttö on kirjattu. Kerro vastuuhenkilölle: korttia ei ehkä ole vielä rekisteröity.',
  'conflict.card-not-valid.title': 'Kortti ei ollut voimassa sinä päivänä',
  'conflict.card-not-valid.next':
    'Lippu pysyy voimassa. Kerro seuraavalla kerralla kahden kesken, että korttia voi jatkaa.',
  'conflict.duplicate-performance.title': 'Tällä kortilla on annettu lippu muuallakin',
  'conflict.duplicate-performance.next': 'Jos käynti oli sama, peru tämä. Jos molempia käytettiin, jätä näin.',
  'conflict.over-child-limit.title': 'Lapsia on enemmän kuin rekisterissä tälle kortille',
  'conflict.over-child-limit.next': 'Korjaa määrä, jos se oli erehdys. Jatkossa rekisterin tieto ratkaisee.',
  'conflict.beyond-lease.title': 'Ylitti myönnetyt paikat',
  'conflict.beyond-lease.next': 'Lippu pysyy voimassa. Kerro järjestäjälle, jos sali on täyttymässä.',
  'conflict.epoch-forked.title': 'Tästä pisteestä on ollut käytössä kopio',
  'conflict.epoch-forked.next': 'Käytä vain toista koneista ja kerro asiasta koneiden ylläpitäjälle.',
  'conflict.epoch-frozen.title': 'Kirjattu ennen kuin piste aloitti alusta',
  'conflict.epoch-frozen.next': 'Lippu pysyy voimassa. Mitään ei tarvitse tehdä.',
  'conflict.reservation-gone.title': 'Varaus oli jo rauennut tai peruttu',
  'conflict.reservation-gone.next': 'Lippu pysyy voimassa. Kerro järjestäjälle, jos sali on täyttymässä.',
  'conflict.not-redeemed.title': 'Päästetty sisään, mutta lippua ei ollut annettu',
  'conflict.not-redeemed.next': 'Jos lippu annettiin paperilla, kirjaa se nyt: lue kortti kohdassa Anna lippu.',
  'conflict.performance-cancelled.title': 'Annettu peruutuksen jälkeen',
  'conflict.performance-cancelled.next': 'Ota lippu takaisin ja kerro asiakkaalle, jos voit.',
};

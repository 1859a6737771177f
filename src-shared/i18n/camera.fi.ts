/** Finnish: the camera's viewfinder. */
import type { cameraEn } from './camera.en.ts';
import type { Translation } from './catalogue.ts';

export const cameraFi: Translation<typeof cameraEn> = {
  'camera.title': 'Kamera',
  'camera.off': 'Kamera on nyt pois päältä.',
  'camera.starting': 'Kameraa käynnistetään…',
  'camera.finding.nothing': 'Pidä korttia kehyksessä.',
  'camera.finding.code': 'Kortti näkyy.',
  'camera.finding.several': 'Näytä yksi kortti kerrallaan.',
  'camera.finding.no-code': 'Kuvassa on koodi, mutta se ei ole kortin koodi.',
  'camera.torch': 'Valo',
  'camera.choose': 'Mikä kamera',
  'camera.retry': 'Yritä uudelleen',
  'camera.problem.camera.denied':
    'Kameran käyttöä ei ole sallittu. Salli se tälle sivulle selaimessa ja järjestelmän yksityisyysasetuksissa ja yritä sitten uudelleen.',
  'camera.problem.camera.none': 'Kameraa ei löytynyt. Liitä kamera, niin se otetaan käyttöön itsestään.',
  'camera.problem.camera.busy': 'Toinen ohjelma käyttää kameraa. Sulje se ohjelma ja yritä sitten uudelleen.',
  'camera.problem.camera.unplugged': 'Kamera irrotettiin. Liitä se takaisin, niin se otetaan käyttöön itsestään.',
  'camera.problem.camera.unavailable':
    'Tässä selaimessa ei ole kameraa käytettävissä. Käytä lukijaa tai kirjoita koodi.',
  'camera.problem.camera.failed': 'Kamera ei käynnistynyt. Yritä uudelleen tai käytä lukijaa.',
  'camera.problem.camera.engine-refused':
    'Koodeja lukeva osa ei käynnistynyt. Valitse asetuksista toinen lukutapa tai käytä lukijaa.',
  'camera.problem.camera.engine-failed': 'Koodeja lukeva osa pysähtyi. Yritä uudelleen.',
};

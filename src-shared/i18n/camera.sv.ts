/** Swedish: the camera's viewfinder. */
import type { cameraEn } from './camera.en.ts';
import type { Translation } from './catalogue.ts';

export const cameraSv: Translation<typeof cameraEn> = {
  'camera.title': 'Kamera',
  'camera.off': 'Kameran är av just nu.',
  'camera.starting': 'Kameran startas…',
  'camera.finding.nothing': 'Håll kortet i ramen.',
  'camera.finding.code': 'Kortet syns.',
  'camera.finding.several': 'Visa ett kort i taget.',
  'camera.finding.no-code': 'Det finns en kod i bilden, men den hör inte till ett kort.',
  'camera.torch': 'Lampa',
  'camera.choose': 'Vilken kamera',
  'camera.retry': 'Försök igen',
  'camera.problem.camera.denied':
    'Kameran får inte användas. Tillåt den för den här sidan i webbläsaren och i systemets integritetsinställningar och försök sedan igen.',
  'camera.problem.camera.none': 'Ingen kamera hittades. Anslut en, så tas den i bruk av sig själv.',
  'camera.problem.camera.busy': 'Ett annat program använder kameran. Stäng det programmet och försök sedan igen.',
  'camera.problem.camera.unplugged': 'Kameran kopplades ur. Anslut den igen, så tas den i bruk av sig själv.',
  'camera.problem.camera.unavailable':
    'Den här webbläsaren har ingen kamera att ge. Använd en läsare eller skriv in koden.',
  'camera.problem.camera.failed': 'Kameran kunde inte startas. Försök igen eller använd en läsare.',
  'camera.problem.camera.engine-refused':
    'Delen som läser koder kunde inte startas. Välj ett annat sätt att läsa i inställningarna eller använd en läsare.',
  'camera.problem.camera.engine-failed': 'Delen som läser koder stannade. Försök igen.',
};

/** The scanners' settings; each change is kept at once. */
import type { ReactNode } from 'react';
import { BAUD_RATES, FRAMINGS, scannerSettings } from '../../../src-shared/desk-api/scanners.ts';
import { useActions, useDesk, useTranslate, useView } from '../../stores/context.ts';
import { affixOf, millisecondsOf, secondsInWords } from './check-settings.ts';
import { Choice } from './choice.tsx';
import { SettingField } from './setting-field.tsx';

const { engine: ENGINES, mirror: MIRRORS } = scannerSettings.shape.camera.shape;

/** An example that is neither end of what is lawful. */
const EXAMPLE_MILLISECONDS = 1_500;

export function Settings(): ReactNode {
  const t = useTranslate();
  return (
    <section className="scanner-settings card">
      <p>{t('scanners.settings.kept')}</p>
      <DoubleReads />
      <h2>{t('scanners.settings.wedge')}</h2>
      <Affixes />
      <h2>{t('scanners.settings.serial')}</h2>
      <Serial />
      <h2>{t('scanners.settings.camera')}</h2>
      <Camera />
    </section>
  );
}

function DoubleReads(): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const milliseconds = useDesk((desk) => desk.scanners.settings.doubleReadMilliseconds);
  const { changeScanners } = useActions();
  return (
    <SettingField
      name="doubleRead"
      label={t('scanners.settings.double')}
      hint={t('scanners.settings.double.more')}
      refusal={t('scanners.settings.double.bad', { example: secondsInWords(language, EXAMPLE_MILLISECONDS) })}
      kept={secondsInWords(language, milliseconds)}
      parse={millisecondsOf}
      onKeep={(doubleReadMilliseconds) => changeScanners((settings) => ({ ...settings, doubleReadMilliseconds }))}
    />
  );
}

function Affixes(): ReactNode {
  const t = useTranslate();
  const wedge = useDesk((desk) => desk.scanners.settings.wedge);
  const { changeScanners } = useActions();
  return (
    <div className="pair">
      {(['prefix', 'suffix'] as const).map((which) => (
        <SettingField
          key={which}
          name={which}
          label={t(`scanners.settings.${which}`)}
          hint={t('scanners.settings.affix.more')}
          refusal={t('scanners.settings.affix.bad')}
          kept={wedge[which]}
          parse={affixOf}
          onKeep={(affix) =>
            changeScanners((settings) => ({ ...settings, wedge: { ...settings.wedge, [which]: affix } }))
          }
        />
      ))}
    </div>
  );
}

function Serial(): ReactNode {
  const t = useTranslate();
  const { framing, baudRate } = useDesk((desk) => desk.scanners.settings.serial);
  const { changeScanners } = useActions();
  return (
    <>
      <Choice
        name="framing"
        label={t('scanners.settings.framing')}
        options={FRAMINGS.map((value) => ({ value, words: t(`scanners.framing.${value}`) }))}
        chosen={framing}
        onChoose={(value) =>
          void changeScanners((settings) => ({ ...settings, serial: { ...settings.serial, framing: value } }))
        }
      />
      <Choice
        name="baudRate"
        label={t('scanners.settings.speed')}
        options={BAUD_RATES.map((value) => ({ value, words: String(value) }))}
        chosen={baudRate}
        onChoose={(value) =>
          void changeScanners((settings) => ({ ...settings, serial: { ...settings.serial, baudRate: value } }))
        }
      />
    </>
  );
}

function Camera(): ReactNode {
  const t = useTranslate();
  const { engine, mirror } = useDesk((desk) => desk.scanners.settings.camera);
  const { changeScanners } = useActions();
  return (
    <>
      <Choice
        name="engine"
        label={t('scanners.settings.engine')}
        options={ENGINES.options.map((value) => ({ value, words: t(`scanners.engine.${value}`) }))}
        chosen={engine}
        onChoose={(value) =>
          void changeScanners((settings) => ({ ...settings, camera: { ...settings.camera, engine: value } }))
        }
      />
      <Choice
        name="mirror"
        label={t('scanners.settings.mirror')}
        options={MIRRORS.options.map((value) => ({ value, words: t(`scanners.mirror.${value}`) }))}
        chosen={mirror}
        onChoose={(value) =>
          void changeScanners((settings) => ({ ...settings, camera: { ...settings.camera, mirror: value } }))
        }
      />
    </>
  );
}

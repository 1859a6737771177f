/** The demo cards: put one on the reader, show its codes, change it as its distributor would. */
import { useEffect, useState, type ReactNode } from 'react';
import { useActions, useTranslate } from '../../stores/context.ts';
import { DEMO_CARDS, UNREGISTERED, type DemoCode } from './cards.ts';
import { drawCard, type CardImages } from './codes.ts';

export function DemoCards(): ReactNode {
  const t = useTranslate();
  const { scan } = useActions();
  const [opened, setOpened] = useState<DemoCode | null>(null);
  return (
    <section>
      <h3>{t('demo.cards')}</h3>
      <p>{t('demo.cards.hint')}</p>
      <ul className="demo-cards">
        {DEMO_CARDS.map((code) => (
          <li key={code}>
            <button
              type="button"
              className="card"
              data-demo-card={code}
              onClick={() => void scan({ text: code, source: 'typed' })}
            >
              <code>{code}</code>
              <span>{t(`demo.expect.${code}`)}</span>
            </button>
            <button
              type="button"
              className="quiet more"
              data-demo-more={code}
              aria-expanded={opened === code}
              aria-label={`${t(opened === code ? 'demo.card.hide' : 'demo.card.codes')}: ${code}`}
              onClick={() => setOpened(opened === code ? null : code)}
            >
              {opened === code ? '▴' : '▾'}
            </button>
            {opened === code ? <OpenedCard code={code} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function OpenedCard({ code }: { readonly code: DemoCode }): ReactNode {
  const t = useTranslate();
  const { demo } = useActions();
  const [images, setImages] = useState<CardImages | null>(null);
  const [done, setDone] = useState(false);

  useEffect(() => {
    let wanted = true;
    void drawCard(code).then((drawn) => wanted && setImages(drawn));
    return () => {
      wanted = false;
    };
  }, [code]);

  async function change(action: 'end' | 'extend' | 'restore'): Promise<void> {
    setDone(false);
    setDone((await demo('demo.card', { code, action })) !== null);
  }

  return (
    <div className="opened-card">
      <div className="images">
        {images === null ? null : (
          <>
            <img src={images.qr} alt={`QR ${code}`} />
            <img src={images.code39} alt={`Code 39 ${code}`} />
          </>
        )}
      </div>
      {code === UNREGISTERED ? null : (
        <p className="changes">
          {(['end', 'extend', 'restore'] as const).map((action) => (
            <button key={action} type="button" data-demo-change={action} onClick={() => void change(action)}>
              {t(`demo.card.${action}`)}
            </button>
          ))}
        </p>
      )}
      <p aria-live="polite">{done ? t('demo.card.done') : null}</p>
    </div>
  );
}

/** The test area: what scanners send, and what is made of it. While it is open nothing is sold. */
import type { ReactNode } from 'react';
import type { TestRead } from '../../../src-shared/desk-api/scanners.ts';
import { useActions, useDesk, useTranslate } from '../../stores/context.ts';
import { ScannerIcon } from '../../ui/icons.tsx';
import { Viewfinder } from '../camera/viewfinder.tsx';
import { OlderRead, ReadDetails, ReadVerdict } from './test-read.tsx';
import { Samples } from './samples.tsx';

const NONE: readonly TestRead[] = [];

export function TestArea(): ReactNode {
  const t = useTranslate();
  const reads = useDesk((desk) => desk.scanners.test ?? NONE);
  const { clearTestArea } = useActions();
  const [latest, ...older] = reads;
  return (
    <section className="test-area card" data-reads={reads.length} aria-label={t('scanners.test')}>
      <header>
        <h2>{t('scanners.test')}</h2>
        <button
          type="button"
          data-action="clear-test"
          aria-disabled={latest === undefined}
          onClick={() => (latest === undefined ? undefined : void clearTestArea())}
        >
          {t('scanners.test.clear')}
        </button>
      </header>
      <Viewfinder />
      {/* The region stays and its content is made anew for each read: then the same words are announced again. */}
      <div role="status" aria-atomic="true">
        {latest === undefined ? (
          <p className="nothing-read">
            <ScannerIcon />
            {t('scanners.test.empty')}
          </p>
        ) : (
          <ReadVerdict key={latest.readId} read={latest} />
        )}
      </div>
      {latest === undefined ? null : <ReadDetails read={latest} />}
      <Samples />
      {older.length === 0 ? null : (
        <section className="older-reads">
          <h3>{t('scanners.test.earlier')}</h3>
          <ol>
            {older.map((read) => (
              <OlderRead key={read.readId} read={read} />
            ))}
          </ol>
        </section>
      )}
    </section>
  );
}

/** What does not fit on a screen. */

/** Words that run out of their box or off the page, and boxes other than the page that scroll downwards. In the browser. */
export function whatIsCut(): string[] {
  const cut: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('.screen, .screen *, .status-line *, .top-bar *')) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
    const name = `${element.tagName}.${element.className} ${element.textContent?.slice(0, 30) ?? ''}`;
    const isPage = element.classList.contains('screen');
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && !scrolls(overflowX)) cut.push(name);
    if (isPage && element.scrollWidth > element.clientWidth + 1) cut.push(`sideways: ${name}`);
    if (!isPage && scrolls(overflowY) && element.scrollHeight > element.clientHeight + 1) cut.push(`scrolls: ${name}`);
    if (element.getBoundingClientRect().right > innerWidth + 1) cut.push(`off: ${name}`);
  }
  return cut;
}

// Speed and keys for pages that work without them.
import { install, uninstall } from './hotkeys.js';
import './drop-file.js';
import './jump-list.js';
import './key-list.js';
import './live-page.js';
import './live-part.js';
import './more-lines.js';
import './passkey-door.js';
import './turbo.js';
import './wait-note.js';

let held = [];

/** Keys follow what the page shows: links, buttons and summaries that name one. */
function holdKeys() {
  for (const element of held) uninstall(element);
  held = [...document.querySelectorAll('[data-hotkey]')];
  for (const element of held) install(element, element.dataset.hotkey);
}

for (const event of ['turbo:load', 'turbo:render', 'turbo:morph', 'turbo:frame-render'])
  document.addEventListener(event, holdKeys);

/** What opened by a click closes by a click elsewhere, or by Escape. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll('details.who[open]'))
    if (event.key === 'Escape' || (event.type === 'click' && !menu.contains(event.target))) menu.open = false;
}
document.addEventListener('click', closeMenus);
document.addEventListener('keydown', closeMenus);

/** The key of an act that asks for something opens it and puts the cursor into its first field: no key says what nobody chose. */
document.addEventListener(
  'hotkey-fire',
  (event) => {
    const act = event.target.closest('details.more, form.act');
    const field = act?.querySelector('input:not([type=hidden]), select, textarea');
    if (!field) return;
    event.preventDefault();
    if (act.matches('details')) act.open = true;
    field.focus();
  },
  true,
);

/** A key that opens an act puts the cursor into its first field, unless somebody is in one already. */
document.addEventListener(
  'toggle',
  (event) => {
    if (event.target.matches?.('details.more[open]') && document.activeElement?.parentElement === event.target)
      event.target.querySelector('input:not([type=hidden]), select')?.focus();
  },
  true,
);

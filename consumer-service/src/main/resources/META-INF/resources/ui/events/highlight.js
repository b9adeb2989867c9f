// Marks the words and phrases of the query in a message.

import { element, visible } from "../basics/dom.js";
import { searchedTexts } from "../state/terms.js";

const LETTER = /[\p{L}\p{N}]/u;
const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
const MOST_MARKS = 200;

/** The pattern of the marks for a query; null for none. */
export function marker(query) {
  const patterns = searchedTexts(query).map(pattern).filter(Boolean);
  return patterns.length === 0 ? null : new RegExp(patterns.join("|"), "giu");
}

/** A pattern for the words of a text, with any punctuation between them; a star at the end matches any ending. */
function pattern(text) {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("[^\\p{L}\\p{N}]+") + (text.endsWith("*") ? "[\\p{L}\\p{N}]*" : "");
}

/** Appends the text to an element, with the marks. */
export function append(to, written, wanted) {
  const text = visible(written);
  let end = 0;
  let marks = 0;
  for (const match of wanted ? text.matchAll(wanted) : []) {
    const last = match.index + match[0].length;
    if (isBorder(text, match.index) && isBorder(text, last) && marks++ < MOST_MARKS) {
      to.append(text.slice(end, match.index), element("mark", "", match[0]));
      end = last;
    }
  }
  to.append(text.slice(end));
}

/** Whether a word, or a part of one such as the E of TimeoutException, begins or ends here. */
function isBorder(text, at) {
  const before = text[at - 1] ?? " ";
  const after = text[at] ?? " ";
  return !LETTER.test(before) || !LETTER.test(after) || CJK.test(before) || CJK.test(after)
    || (/\p{Lu}/u.test(after) && (!/\p{Lu}/u.test(before) || /\p{Ll}/u.test(text[at + 1] ?? "")));
}

// Finds recognitions by words, forgiving accents and small slips of spelling. Knows nothing of the page, so that it can be tested alone.
"use strict";
(() => {
  const SPECIAL = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th", "ʼ": "", "’": "", "'": "", "ʻ": "" };
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[ßæœøđðłıþʼ’'ʻ]/g, (letter) => SPECIAL[letter]);
  const wordsOf = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  const gramsOf = (word) => {
    const padded = `^${word}$`;
    const grams = [];
    for (let i = 0; i + 3 <= padded.length; i += 1) grams.push(padded.slice(i, i + 3));
    return grams;
  };

  // Whether `one` and `other` differ by at most `most` insertions, deletions, substitutions or swaps of neighbours.
  const near = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return false;
    let before = [], above = Array.from({ length: other.length + 1 }, (_, i) => i);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1] ? 0 : 1;
        let cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        least = Math.min(least, cost);
      }
      if (least > most) return false;
      [before, above] = [above, row];
    }
    return above[other.length] <= most;
  };

  // An index over `texts`: for each distinct word the numbers of the texts that hold it, and its trigrams for words misspelt.
  const index = (texts) => {
    const found = new Map();
    texts.forEach((text, number) => {
      for (const word of wordsOf(text)) {
        const numbers = found.get(word);
        if (!numbers) found.set(word, [number]);
        else if (numbers.at(-1) !== number) numbers.push(number);
      }
    });
    const words = [...found.keys()].sort();
    const numbers = words.map((word) => found.get(word));
    const grams = new Map();
    words.forEach((word, place) => {
      for (const gram of new Set(gramsOf(word))) {
        const places = grams.get(gram);
        if (places) places.push(place);
        else grams.set(gram, [place]);
      }
    });
    return { words, numbers, grams, size: texts.length };
  };

  const beginning = ({ words }, prefix) => {
    let low = 0, high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < prefix) low = middle + 1;
      else high = middle;
    }
    const places = [];
    for (let place = low; place < words.length && words[place].startsWith(prefix); place += 1) places.push(place);
    return places;
  };

  const misspelt = ({ words, grams }, word, shortest) => {
    // Another year is no slip of spelling.
    if (word.length < shortest || /^\p{N}+$/u.test(word)) return [];
    const most = word.length < 7 ? 1 : 2;
    const shared = new Map();
    for (const gram of new Set(gramsOf(word)))
      for (const place of grams.get(gram) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1);
    const needed = Math.max(1, word.length + 1 - 3 * most - 1);
    return [...shared].filter(([place, count]) => count >= Math.min(needed, 3) && near(word, words[place], most)).map(([place]) => place);
  };

  // Numbers of the texts that hold every word of `query`, best first; null when the query has no word.
  // Words of three letters are taken for misspelt only when nothing is found otherwise: too many are one letter apart.
  const search = (made, query) => {
    const asked = wordsOf(query);
    if (!asked.length) return null;
    const found = withAll(made, asked, 4);
    return found.length ? found : withAll(made, asked, 3);
  };

  // A word counts 3 where it stands so, 2 where one begins with it, 1 where one is spelt nearly so.
  const withAll = (made, asked, shortest) => {
    let scores = null;
    for (const word of asked) {
      const own = new Map();
      const give = (places, score) => {
        for (const place of places)
          for (const number of made.numbers[place]) if ((own.get(number) ?? 0) < score) own.set(number, score);
      };
      const prefixed = beginning(made, word);
      give(prefixed, 2);
      give(prefixed.filter((place) => made.words[place] === word), 3);
      give(misspelt(made, word, shortest), 1);
      if (scores === null) scores = own;
      else for (const number of [...scores.keys()]) {
        const score = own.get(number);
        if (score) scores.set(number, scores.get(number) + score);
        else scores.delete(number);
      }
    }
    return [...scores].sort(([one, a], [other, b]) => b - a || one - other).map(([number]) => number);
  };

  HRD.search = { fold, index, search };
})();

/** A text with some of its words marked. */
export function Marked({ text, words }: { text: string; words: string[] }) {
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  return (
    <>
      {text
        .split(/(\s+)/)
        .map((piece, index) =>
          wanted.has(piece.toLowerCase().replace(/[.,;()]/g, "")) ? <mark key={index}>{piece}</mark> : piece,
        )}
    </>
  );
}

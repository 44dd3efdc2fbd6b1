/** A commit that is in no repository here. */
export const lost = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

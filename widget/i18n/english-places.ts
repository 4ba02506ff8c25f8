/** What the address fields of rarer countries are called; it comes with their rules. */
export const placesTexts = {
  cityDistrict: 'District',
  postalCodePin: 'PIN code',
  stateArea: 'Area',
  stateDepartment: 'Department',
  stateDistrict: 'District',
  stateEmirate: 'Emirate',
  stateIsland: 'Island',
  stateOblast: 'Oblast',
  stateParish: 'Parish',
  stateRegion: 'Region',
};

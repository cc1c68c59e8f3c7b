-- What a record of version 2 held besides: the key that signs, and a signed head. Written once, by that version.
INSERT INTO signer VALUES (1, 'results.club.example+48886e45+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c', 'parcferme.key/1
1
results.club.example+48886e45+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c
2027-01-01T00:00:00Z

— results.club.example SIhuRTrTlwwmR1eWCCP0QVWkSZf73bjfDNR+9WRV7iLZxMx2LMuaa9daH2o8SujThG0qXkU004KpOEtV+t33rhKF3wI=
');
INSERT INTO checkpoint VALUES (1, 'results.club.example
1
1oPwwPpaLDl+WG27yDwrHvM59SP5Ew+Fvbha5I+kDhc=

— results.club.example SIhuRcHJMQE6lutXKRgCUX2pbZYKlOEEpnXVtc+Qs5L30CEPrCUTmlUmhz188+323mS43iUx0yGGS0c0jtqxerpbFQg=
');

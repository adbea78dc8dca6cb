/**
 * A self-signed certificate for `localhost` and 127.0.0.1, valid from 2020 to 2119, made by
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500`. Its key
 * protects no secret.
 */
export const SELF_SIGNED = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUVLm/Dr7Vm9JEAvzz2xHsl7ifAm8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMVoYDzIxMTkxMjA4
MDAwMDAxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARwyddcp0F3HYdendBrIagOx00Xze9Tydk6D1NA3/r7Z8J91iPsQqBY
MAhYP4bB82AMuVcSXaklc2DhJbYCiGXCo28wbTAdBgNVHQ4EFgQUrqGzQE2EPb/L
JUtGOl8aW+kv4E8wHwYDVR0jBBgwFoAUrqGzQE2EPb/LJUtGOl8aW+kv4E8wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgH/QT+a1yKvNcylKbm93SLI6G7dguIJbmZvrPqSGrQMECIQCM
ENFFLlgRyWCxxMPypNXcD45hBO4ddq18ykAjaIIorQ==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg77mDFDbdOmKSk51x
IIDQvz/ZV4e0pdz1+hn1Vz3QEJGhRANCAARwyddcp0F3HYdendBrIagOx00Xze9T
ydk6D1NA3/r7Z8J91iPsQqBYMAhYP4bB82AMuVcSXaklc2DhJbYCiGXC
-----END PRIVATE KEY-----
`,
};
